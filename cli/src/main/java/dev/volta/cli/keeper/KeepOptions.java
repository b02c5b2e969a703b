package dev.volta.cli.keeper;

import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperAccess;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.keeper.client.KeeperMachines;
import dev.volta.core.vm.fleet.MachineFolders;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says whether a command works over connections that outlive it. */
public final class KeepOptions {
    private static final String SOCKET = ".sock";

    @Option(
            names = "--keep",
            negatable = true,
            defaultValue = "${env:VOLTA_KEEP:-0}",
            fallbackValue = "true",
            converter = Switch.class,
            description =
                    "Use connections that a keeper holds open for the next command (default: if VOLTA_KEEP=1, or if"
                            + " the fleet has virtual machines, which a keeper has anyway).")
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
        return new KeeperAccess(place, KeeperFiles.program(place, KeeperFiles.IDLE), choices.settings());
    }

    /**
     * The virtual machines of the fleet whose keeper is at {@code own}, or at the place of another session.
     *
     * @param machines the folder of their disks
     */
    public static KeeperMachines machines(KeeperPlace own, Path machines) throws InterruptedException {
        var place = own;
        var last = MachineFolders.at(machines).keeper();
        if (last.isPresent() && !last.get().equals(own.socket())) {
            place = ofAnotherSession(own, last.get()).orElse(own);
        }
        return new KeeperMachines(place, KeeperFiles.program(place, KeeperFiles.IDLE), machines);
    }

    /** The fleet's keeper that was started with another folder for sockets, as long as it is there. */
    private static Optional<KeeperPlace> ofAnotherSession(KeeperPlace own, Path socket) throws InterruptedException {
        var folder = socket.getParent();
        var name = String.valueOf(socket.getFileName());
        if (folder == null || !name.endsWith(SOCKET) || !Files.exists(socket)) {
            return Optional.empty();
        }
        var place = new KeeperPlace(own.fleet(), folder, name.substring(0, name.length() - SOCKET.length()));
        try {
            return new KeeperControl(place).status().map(_ -> place);
        } catch (KeeperException e) {
            return Optional.empty(); // that of another folder, from which this one was moved or copied
        }
    }

    /**
     * The links of the fleet that is described in {@code folder}.
     *
     * @param choices how its nodes are connected to
     * @param usual whether to keep them where the operator did not say
     */
    public LinkKeeping links(Path folder, SshChoices choices, boolean usual) {
        return new LinkKeeping(OwnPlace.of(folder, command.commandLine().getErr()), choices, isWanted(usual));
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
