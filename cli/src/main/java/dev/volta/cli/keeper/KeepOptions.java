package dev.volta.cli.keeper;

import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Says whether a command works over connections that outlive it. */
public final class KeepOptions {
    @Option(
            names = "--keep",
            negatable = true,
            defaultValue = "${env:VOLTA_KEEP:-0}",
            fallbackValue = "true",
            converter = Switch.class,
            description = "Use connections that a keeper holds open for the next command (default: if VOLTA_KEEP=1).")
    private boolean keep;

    /**
     * Access over the keeper of the fleet, if the operator chose so, and by connecting otherwise. Where no keeper is to be
     * had, {@code err} is told and the nodes are connected to.
     *
     * @param folder of the fleet's configuration
     * @param direct makes the access that connects; not called before it is needed, since it costs time
     */
    public NodeAccess over(Path folder, SshChoices choices, Supplier<NodeAccess> direct, PrintWriter err) {
        if (!keep) {
            return direct.get();
        }
        return new KeptAccess(
                () -> {
                    var place = KeeperPlace.of(folder);
                    return new KeeperAccess(place, KeeperFiles.program(place, KeeperFiles.IDLE), choices.settings());
                },
                direct,
                problem -> err.println(
                        "volta: " + Objects.requireNonNull(problem.getMessage()) + "; connecting without a keeper"));
    }

    /**
     * The links of the fleet that is described in {@code folder}.
     *
     * @param choices how its nodes are connected to
     */
    public LinkKeeping links(Path folder, SshChoices choices) {
        return new LinkKeeping(folder, choices, keep);
    }

    /** Reads 1 and 0 as well, as environment variables have them. */
    static final class Switch implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String text) {
            return switch (text) {
                case "1", "true" -> true;
                case "", "0", "false" -> false;
                default -> throw new TypeConversionException("'" + text + "' is neither 0 nor 1");
            };
        }
    }
}
