package dev.volta.core.link;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.config.PortForward;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.service.SocketStar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two ends that are to be one: whoever connects to the one reaches who listens on the other. */
public sealed interface TunnelSpec {
    /** Has the other end. */
    NodeName node();

    /** Whether connections are accepted here and lead there, and not the other way round. */
    boolean toNode();

    /** The end on this machine, for people. */
    String endHere();

    /** The end on the node, for people. */
    String endThere();

    /** Opens it over a connection to the node. */
    Tunnel open(Remote remote) throws InterruptedException;

    /**
     * Two Unix sockets.
     *
     * @param here the socket of this machine
     * @param there the socket of the node
     */
    record Sockets(NodeName node, boolean toNode, Path here, String there) implements TunnelSpec {
        /**
         * What leads programs of the other nodes of {@code star} to its socket, through this machine: {@code hub} leads to
         * it, and on each of those nodes the socket that they connect to leads to {@code hub}.
         */
        public static List<Sockets> of(SocketStar star, Path hub) {
            var ways = new ArrayList<Sockets>();
            ways.add(new Sockets(star.node(), true, hub, star.socket()));
            star.others().forEach((node, socket) -> ways.add(new Sockets(node, false, hub, socket)));
            return ways;
        }

        @Override
        public String endHere() {
            return here.toString();
        }

        @Override
        public String endThere() {
            return there;
        }

        @Override
        public Tunnel open(Remote remote) throws InterruptedException {
            return toNode ? remote.socketToNode(here, there) : remote.socketFromNode(there, here);
        }
    }

    /** Two TCP ports, both of 127.0.0.1; the one here leads to the one of the node. */
    record Ports(NodeName node, Port here, Port there) implements TunnelSpec {
        public static Ports of(PortForward forward) {
            return new Ports(forward.node(), forward.here(), forward.there());
        }

        @Override
        public boolean toNode() {
            return true;
        }

        @Override
        public String endHere() {
            return "127.0.0.1:" + here;
        }

        @Override
        public String endThere() {
            return there.toString();
        }

        @Override
        public Tunnel open(Remote remote) throws InterruptedException {
            return remote.portToNode(here, there);
        }
    }
}
