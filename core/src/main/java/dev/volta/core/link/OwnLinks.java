package dev.volta.core.link;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.Parallel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Links that last as long as this. A connection that breaks is made anew. */
public final class OwnLinks implements Links {
    private final Path hub;
    private final SequencedMap<NodeName, SteadyTunnel> tunnels = new LinkedHashMap<>();

    private OwnLinks(Path hub) {
        this.hub = hub;
    }

    /**
     * Opens {@code ways}.
     *
     * @param hub the socket that is made here
     * @param nodes the nodes of the site by name
     * @param access makes a new connection when one is lost
     */
    public static OwnLinks open(
            List<TunnelSpec.Sockets> ways, Path hub, Function<NodeName, Node> nodes, NodeAccess access)
            throws InterruptedException {
        var opened = new ConcurrentHashMap<NodeName, SteadyTunnel>();
        var complete = false;
        try {
            Parallel.atMost(MOST_AT_ONCE, ways, way -> {
                var tunnel =
                        new SteadyTunnel(way.node().value(), () -> way.open(access.connect(nodes.apply(way.node()))));
                opened.put(way.node(), tunnel);
                return way;
            });
            complete = true;
        } finally {
            if (!complete) {
                close(opened.values(), new ArrayList<>());
            }
        }
        var links = new OwnLinks(hub);
        ways.forEach(way -> links.tunnels.put(way.node(), Objects.requireNonNull(opened.get(way.node()))));
        return links;
    }

    @Override
    public Path hub() {
        return hub;
    }

    @Override
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
        var failures = new ArrayList<RemoteException>();
        close(tunnels.sequencedValues().reversed(), failures);
        tunnels.clear();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private static void close(Collection<SteadyTunnel> some, List<RemoteException> failures) {
        for (var tunnel : some) {
            try {
                tunnel.close();
            } catch (RemoteException e) {
                failures.add(e);
            }
        }
    }
}
