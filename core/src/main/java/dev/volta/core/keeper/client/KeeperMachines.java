package dev.volta.core.keeper.client;

import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.KeeperPayloadReader;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.fleet.MachineFolders;
import dev.volta.core.vm.fleet.VmRequest;
import dev.volta.core.vm.fleet.VmStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The virtual machines of a fleet, which its keeper has. The keeper is started if there is none. */
public final class KeeperMachines implements AutoCloseable {
    private static final String SOCKET = ".sock";

    private final ReconnectingLink link;
    private final Path folder;

    /** @param folder that their disks are in, and what is written down about them */
    public KeeperMachines(KeeperPlace place, KeeperProgram program, Path folder) {
        this.link = new ReconnectingLink(new KeeperConnector(place), program, Map.of());
        this.folder = folder.toAbsolutePath();
    }

    /**
     * The virtual machines of the fleet whose keeper is at {@code own}, or at the place of another session.
     *
     * @param program of the keeper at a place
     * @param folder of their disks
     */
    public static KeeperMachines of(KeeperPlace own, Function<KeeperPlace, KeeperProgram> program, Path folder)
            throws InterruptedException {
        var place = own;
        var last = MachineFolders.at(folder).keeper();
        if (last.isPresent() && !last.get().equals(own.socket())) {
            place = ofAnotherSession(own, last.get()).orElse(own);
        }
        return new KeeperMachines(place, program.apply(place), folder);
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
            return new KeeperControl(place).runs() ? Optional.of(place) : Optional.empty();
        } catch (KeeperException e) {
            return Optional.empty(); // that of another folder, from which this one was moved or copied
        }
    }

    /**
     * Boots a machine and returns when its sshd accepts logins; one that runs already stays as it is. Interrupted, it
     * ends what it has begun.
     */
    public VmStatus up(VmRequest order) throws InterruptedException {
        return ask(
                FrameType.VM_UP,
                new KeeperPayloadWriter().text(order.text()),
                "while it booted " + order.name(),
                in -> VmStatus.parse(in.text()));
    }

    /** Ends a machine in order, and says by which step it ended; empty if it did not run. */
    public Optional<RunningVm.Ending> down(NodeName name) throws InterruptedException {
        return ask(
                FrameType.VM_DOWN,
                new KeeperPayloadWriter().text(folder.toString()).text(name.value()),
                "while it ended " + name,
                in -> in.texts().stream().findFirst().map(RunningVm.Ending::valueOf));
    }

    public List<VmStatus> list() throws InterruptedException {
        var request = new KeeperPayloadWriter().text(folder.toString());
        return ask(FrameType.VM_LIST, request, "while it told of its machines", in -> {
            var standings = new ArrayList<VmStatus>();
            in.texts().forEach(text -> standings.add(VmStatus.parse(text)));
            return standings;
        });
    }

    private <T> T ask(FrameType type, KeeperPayloadWriter request, String when, Reading<T> reading)
            throws InterruptedException {
        try (var talk = link.get().converse()) {
            talk.send(type, request);
            return reading.of(talk.answer());
        } catch (IOException e) {
            throw new KeeperException("the keeper was lost " + when + ": " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T of(KeeperPayloadReader in) throws IOException;
    }

    @Override
    public void close() {
        link.close();
    }
}
