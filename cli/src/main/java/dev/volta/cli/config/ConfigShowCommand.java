package dev.volta.cli.config;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.common.Modules;
import dev.volta.cli.common.OutputFormat;
import dev.volta.core.config.load.EffectiveText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta config show}. */
@Command(
        name = "show",
        description =
                "Print the effective configuration with all defaults and the origin of each value. Secrets are hidden:"
                        + " values of env and env_file, and of arguments such as --password=VALUE.")
final class ConfigShowCommand implements Runnable {
    @Mixin
    private ConfigOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file to show: " + ConfigFile.KINDS + " Default: the fleet.")
    private @Nullable Path file;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    private final Modules modules;

    ConfigShowCommand(Modules modules) {
        this.modules = modules;
    }

    @Override
    public void run() {
        var tree = file == null
                ? ConfigFile.described(options, modules)
                : new ConfigFile(file, modules).effective(options.files());
        var out = spec.commandLine().getOut();
        switch (output) {
            case text -> out.print(EffectiveText.yaml(tree));
            case json -> out.println(EffectiveText.json(tree).toPrettyString());
        }
    }
}
