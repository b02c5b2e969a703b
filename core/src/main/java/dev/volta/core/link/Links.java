package dev.volta.core.link;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.workload.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Leads the workers of a site to its controller, through this machine: a socket here leads to the controller's, and on
 * each other node a socket at the place where workers look for the controller leads to the one here. Connections between
 * nodes are not needed, and a connection that breaks is made anew.
 */
public final class Links implements AutoCloseable {
    private final SequencedMap<NodeName, SteadyTunnel> tunnels = new LinkedHashMap<>();

    private Links() {}

    /**
     * Ties the sockets of {@code site} together.
     *
     * @param hub the socket that is made here, and that clients may use as well
     * @param nodes the nodes of the site by name
     * @param access makes a new connection when one is lost
     */
    public static Links open(Site site, Path hub, Function<NodeName, Node> nodes, NodeAccess access)
            throws InterruptedException {
        var links = new Links();
        var complete = false;
        try {
            var controller = site.controller();
            links.add(
                    controller.node(),
                    () -> access.connect(nodes.apply(controller.node()))
                            .socketToNode(hub, controller.controllerSocket()));
            for (var place : site.workers()) {
                if (!place.node().equals(controller.node())) {
                    links.add(
                            place.node(),
                            () -> access.connect(nodes.apply(place.node()))
                                    .socketFromNode(place.controllerSocket(), hub));
                }
            }
            complete = true;
            return links;
        } finally {
            if (!complete) {
                links.close();
            }
        }
    }

    private void add(NodeName node, SteadyTunnel.Opening opening) throws InterruptedException {
        tunnels.put(node, new SteadyTunnel(node.value(), opening));
    }

    /** For how long, in all, nodes were cut off; those that never were do not appear. */
    public Map<NodeName, Duration> cuts() {
        var cuts = new LinkedHashMap<NodeName, Duration>();
        tunnels.forEach((node, tunnel) -> {
            if (!tunnel.cut().isZero()) {
                cuts.put(node, tunnel.cut());
            }
        });
        return cuts;
    }

    @Override
    public void close() {
        @Nullable RemoteException failure = null;
        for (var tunnel : tunnels.sequencedValues().reversed()) {
            try {
                tunnel.close();
            } catch (RemoteException e) {
                failure = Objects.requireNonNullElse(failure, e);
            }
        }
        tunnels.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
