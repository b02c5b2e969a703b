package dev.volta.cli.keeper;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.common.OutputFormat;
import dev.volta.core.keeper.client.KeeperControl;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta keeper status}. */
@Command(
        name = "status",
        description = "Show the connections, tunnels and machines of the fleet's keeper. Exit status 1 if none runs.")
final class KeeperStatusCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var place = OwnPlace.of(
                config.files().folder().toAbsolutePath(), spec.commandLine().getErr());
        var status = new KeeperControl(place).status();
        var out = spec.commandLine().getOut();
        switch (output) {
            case text -> out.print(KeeperText.of(status, Instant.now()));
            case json -> out.println(KeeperJson.of(status));
        }
        return KeeperText.exitCode(status).code();
    }
}
