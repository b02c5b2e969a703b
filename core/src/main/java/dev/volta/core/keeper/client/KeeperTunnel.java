package dev.volta.core.keeper.client;

import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.KeeperPayloadReader;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.remote.Tunnel;
import java.io.IOException;
import java.util.Optional;

/** A tunnel that the keeper owns: it stays when this command ends, unless it is closed. */
final class KeeperTunnel implements Tunnel {
    private final KeeperLink link;
    private final NodeName node;
    private final long id;

    KeeperTunnel(KeeperLink link, NodeName node, long id) {
        this.link = link;
        this.node = node;
        this.id = id;
    }

    @Override
    public boolean isOpen() {
        try {
            var answer = ask(FrameType.TUNNEL_STATE);
            return answer.isPresent() && answer.get().flag();
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            ask(FrameType.TUNNEL_CLOSE);
        } catch (IOException e) {
            throw KeeperRemote.lost(node, "before the tunnel " + id + " was closed", e);
        }
    }

    private Optional<KeeperPayloadReader> ask(FrameType type) throws IOException {
        try (var talk = link.converse()) {
            talk.send(type, new KeeperPayloadWriter().number(id));
            return Optional.of(talk.answer());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
