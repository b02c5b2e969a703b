package dev.volta.core.link;

import dev.volta.core.config.NodeName;
import dev.volta.core.service.SocketStar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two sockets that are to be one.
 *
 * @param node at the other end
 * @param toNode whether connections are accepted here and lead there, and not the other way round
 * @param here the socket of this machine
 * @param there the socket of the node
 */
public record TunnelSpec(NodeName node, boolean toNode, Path here, String there) {
    /**
     * What leads programs of the other nodes of {@code star} to its socket, through this machine: {@code hub} leads to it,
     * and on each of those nodes the socket that they connect to leads to {@code hub}.
     */
    public static List<TunnelSpec> of(SocketStar star, Path hub) {
        var ways = new ArrayList<TunnelSpec>();
        ways.add(new TunnelSpec(star.node(), true, hub, star.socket()));
        star.others().forEach((node, socket) -> ways.add(new TunnelSpec(node, false, hub, socket)));
        return ways;
    }
}
