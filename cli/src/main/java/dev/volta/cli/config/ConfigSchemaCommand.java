package dev.volta.cli.config;

import dev.volta.cli.common.Modules;
import dev.volta.core.config.load.Schemas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta config schema}. */
@Command(name = "schema", description = "Print a JSON Schema (draft 2020-12) for completion in editors.")
final class ConfigSchemaCommand implements Runnable {
    /** The files that have a schema. The names are what the user types. */
    enum Described {
        volta,
        experiment
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "WHICH",
            defaultValue = "volta",
            description = "The file to describe: ${COMPLETION-CANDIDATES} (default: volta).")
    private Described which;

    @Spec
    private CommandSpec spec;

    private final Modules modules;

    ConfigSchemaCommand(Modules modules) {
        this.modules = modules;
    }

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(
                        switch (which) {
                            case volta -> Schemas.fleet(modules.services());
                            case experiment -> Schemas.experiment(modules.work());
                        });
    }
}
