package dev.volta.core.link;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    public static OwnLinks open(List<Way> ways, Path hub, Function<NodeName, Node> nodes, NodeAccess access)
            throws InterruptedException {
        var links = new OwnLinks(hub);
        var complete = false;
        try {
            for (var way : ways) {
                SteadyTunnel.Opening opening = () -> open(way, nodes, access);
                links.tunnels.put(way.node(), new SteadyTunnel(way.node().value(), opening));
            }
            complete = true;
            return links;
        } finally {
            if (!complete) {
                links.close();
            }
        }
    }

    private static Tunnel open(Way way, Function<NodeName, Node> nodes, NodeAccess access) throws InterruptedException {
        var remote = access.connect(nodes.apply(way.node()));
        return way.toNode()
                ? remote.socketToNode(way.here(), way.there())
                : remote.socketFromNode(way.there(), way.here());
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
