package dev.volta.cli.keeper;

import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.client.KeeperAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says whether a command works over connections that outlive it. */
public final class KeepOptions {
    @Option(
            names = "--keep",
            negatable = true,
            defaultValue = "${env:VOLTA_KEEP:-0}",
            fallbackValue = "true",
            converter = Switch.class,
            description = "Use a keeper, a background process that holds connections open between commands (default:"
                    + " only if VOLTA_KEEP=1 or if the fleet has virtual machines).")
    private boolean keep;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Access over the keeper of the fleet, if the operator chose so, and by connecting otherwise. Where no keeper is to be
     * had, {@code err} is told and the nodes are connected to.
     *
     * @param folder of the fleet's configuration
     * @param usual whether to keep where the operator did not say
     * @param direct makes the access that connects; not called before it is needed, since it costs time
     */
    public NodeAccess over(
            Path folder, SshChoices choices, boolean usual, Supplier<NodeAccess> direct, PrintWriter err) {
        if (!isWanted(usual)) {
            return direct.get();
        }
        return new KeptAccess(
                () -> kept(folder, choices, err),
                direct,
                problem -> err.println(
                        "volta: " + Objects.requireNonNull(problem.getMessage()) + "; connecting without a keeper"));
    }

    /** Access over the keeper of the fleet, which is started if there is none. */
    public static NodeAccess kept(Path folder, SshChoices choices, PrintWriter err) {
        var place = OwnPlace.of(folder, err);
        return new KeeperAccess(place, KeeperFiles.program(place), choices.settings());
    }

    /**
     * The links of the fleet that is described in {@code folder}.
     *
     * @param choices how its nodes are connected to
     * @param usual whether to keep them where the operator did not say
     */
    public LinkKeeping links(Path folder, SshChoices choices, boolean usual) {
        var err = command.commandLine().getErr();
        return new LinkKeeping(OwnPlace.of(folder, err), choices, isWanted(usual), err);
    }

    private boolean isWanted(boolean usual) {
        return isSaid() ? keep : usual;
    }

    private boolean isSaid() {
        return !System.getenv().getOrDefault("VOLTA_KEEP", "").isEmpty()
                || command.commandLine().getParseResult().hasMatchedOption("--keep");
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
