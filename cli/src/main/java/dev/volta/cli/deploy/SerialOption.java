package dev.volta.cli.deploy;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many nodes may be without a service at the same time while it is replaced. */
final class SerialOption {
    @Option(
            names = "--serial",
            paramLabel = "K",
            description = "Restart a service on at most K nodes at a time (default: a quarter of its nodes).")
    private @Nullable Integer serial;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    OptionalInt value() {
        if (serial == null) {
            return OptionalInt.empty();
        }
        if (serial < 1) {
            throw new ParameterException(command.commandLine(), "--serial must be at least 1, not " + serial);
        }
        return OptionalInt.of(serial);
    }
}
