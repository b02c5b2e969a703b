package dev.volta.core.link;

import dev.volta.core.remote.NodeName;
import dev.volta.core.workload.Site;
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
public record Way(NodeName node, boolean toNode, Path here, String there) {
    /**
     * What leads the workers of {@code site} to its controller, through this machine: {@code hub} leads to the
     * controller's socket, and on each other node the place where workers look for the controller leads to {@code hub}.
     */
    public static List<Way> of(Site site, Path hub) {
        var controller = site.controller();
        var ways = new ArrayList<Way>();
        ways.add(new Way(controller.node(), true, hub, controller.controllerSocket()));
        site.workers().stream()
                .filter(place -> !place.node().equals(controller.node()))
                .forEach(place -> ways.add(new Way(place.node(), false, hub, place.controllerSocket())));
        return ways;
    }
}
