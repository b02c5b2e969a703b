package dev.volta.cli.config;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.common.Modules;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Problem;
import dev.volta.core.config.load.FleetFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta config check}. */
@Command(name = "check", description = "Check configuration files and report all problems together.")
final class ConfigCheckCommand implements Runnable {
    @Mixin
    private ConfigOptions options;

    @Parameters(
            paramLabel = "FILE",
            description = "The files to check: " + ConfigFile.KINDS
                    + " Default: the files that describe the fleet, and experiment.yaml.")
    private List<Path> given = List.of();

    @Spec
    private CommandSpec spec;

    private final Modules modules;

    ConfigCheckCommand(Modules modules) {
        this.modules = modules;
    }

    @Override
    public void run() {
        var fleet = options.files();
        var problems = new LinkedHashSet<Problem>();
        if (given.isEmpty()) {
            check("fleet", () -> ConfigFile.described(options, modules), problems);
        }
        for (var file : given.isEmpty() ? usualExperiment(fleet) : given) {
            check(file.toString(), () -> new ConfigFile(file, modules).effective(fleet), problems);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(List.copyOf(problems));
        }
    }

    private void check(String name, Runnable reading, Set<Problem> problems) {
        try {
            reading.run();
            spec.commandLine().getOut().println(name + ": ok");
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
    }

    private static List<Path> usualExperiment(FleetFiles fleet) {
        return Stream.of(fleet.folder().resolve("experiment.yaml"))
                .filter(Files::exists)
                .toList();
    }
}
