package dev.volta.core.keeper.client;

import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.link.TunnelSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What an operator does with a keeper. */
public final class KeeperControl {
    private final KeeperConnector door;

    public KeeperControl(KeeperPlace place) {
        this.door = new KeeperConnector(place);
    }

    /** Starts a keeper if there is none, and returns what the one that there is says about itself. */
    public KeeperStatus start(KeeperProgram program) throws InterruptedException {
        return status(door.enter(program, Map.of()));
    }

    /** Empty if no keeper runs. */
    public Optional<KeeperStatus> status() throws InterruptedException {
        var link = door.visit();
        return link.isPresent() ? Optional.of(status(link.get())) : Optional.empty();
    }

    /** Whether a keeper runs, of whichever version. */
    public boolean runs() throws InterruptedException {
        var link = door.knock(Map.of());
        link.ifPresent(KeeperLink::close);
        return link.isPresent();
    }

    /** Ends the keeper, of whichever version, with all it holds, and returns its process; empty if no keeper ran. */
    public Optional<Long> stop() throws InterruptedException {
        var link = door.knock(Map.of());
        if (link.isEmpty()) {
            return Optional.empty();
        }
        door.dismiss(link.get());
        return Optional.of(link.get().welcome().pid());
    }

    /** Closes the tunnel with this number and returns what it was; empty if there is none, or no keeper. */
    public Optional<KeeperStatus.Tunnel> closeTunnel(long id) throws InterruptedException {
        var found = status().flatMap(status ->
                status.tunnels().stream().filter(tunnel -> tunnel.id() == id).findFirst());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var link = door.visit();
        if (link.isPresent()) { // else it closed with its keeper
            try (var open = link.get()) {
                new KeeperTunnel(open, found.get().way().node(), id).close();
            }
        }
        return found;
    }

    /** The tunnels that a keeper holds, of those that are {@code wanted}; none, too, if there is no keeper. */
    public List<KeeperStatus.Tunnel> held(Predicate<TunnelSpec> wanted) throws InterruptedException {
        return status().map(KeeperStatus::tunnels).orElse(List.of()).stream()
                .filter(tunnel -> tunnel.held() && wanted.test(tunnel.way()))
                .toList();
    }

    private static KeeperStatus status(KeeperLink link) throws InterruptedException {
        try (link;
                var talk = link.converse()) {
            talk.send(FrameType.STATUS, new KeeperPayloadWriter());
            return KeeperStatus.read(talk.answer());
        } catch (IOException e) {
            throw new KeeperException("the keeper was lost while it told its status: " + e.getMessage(), e);
        }
    }
}
