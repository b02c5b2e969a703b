package dev.volta.core.keeper.client;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.NodeCodec;
import dev.volta.core.keeper.wire.TunnelSpecCodec;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.util.Map;

/**
 * Nodes over the connections that the fleet's keeper holds. The keeper is looked for, or started, when the first node is
 * connected to; after its loss, what was under way fails and the next connection finds or starts another.
 */
public final class KeeperAccess implements NodeAccess {
    private final ReconnectingLink link;

    /**
     * @param settings how nodes are to be connected to, as the keeper's {@code ConnectionPlans} read them; whatever was
     *     found out from this process's environment and folder is among them
     */
    public KeeperAccess(KeeperPlace place, KeeperProgram program, Map<String, String> settings) {
        this.link = new ReconnectingLink(new KeeperConnector(place), program, settings);
    }

    /**
     * {@code RemoteException} if the node cannot be reached, {@code KeeperException} if no keeper is to be had. A node
     * that is this machine needs neither: its programs belong to this command.
     */
    @Override
    public Remote connect(Node node) throws InterruptedException {
        return switch (node.reach()) {
            case Reach.Here _ -> LocalRemote.shielded(node.name()); // or its programs fail before they are ended
            case Reach.Ssh reach -> borrow(node, reach);
        };
    }

    /**
     * Has the keeper hold a tunnel to {@code node}, opened anew whenever it is lost, until somebody closes it or the keeper
     * ends.
     */
    void hold(Node node, TunnelSpec way) throws InterruptedException {
        if (!(node.reach() instanceof Reach.Ssh reach)) {
            throw new IllegalArgumentException(node.name() + " is this machine");
        }
        var current = link.get();
        try (var talk = current.converse()) {
            talk.send(FrameType.HOLD, TunnelSpecCodec.write(way, NodeCodec.write(node.name(), reach)));
            talk.answer();
        } catch (IOException e) {
            throw KeeperRemote.lost(node.name(), "while it opened a tunnel to " + reach, e);
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private Remote borrow(Node node, Reach.Ssh reach) throws InterruptedException {
        var current = link.get();
        try (var talk = current.converse()) {
            talk.send(FrameType.CONNECT, NodeCodec.write(node.name(), reach));
            return new KeeperRemote(current, node.name(), talk.answer().longNumber());
        } catch (IOException e) {
            throw KeeperRemote.lost(node.name(), "while it connected to " + reach, e);
        }
    }
}
