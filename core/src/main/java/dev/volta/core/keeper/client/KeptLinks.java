package dev.volta.core.keeper.client;

import dev.volta.core.config.Node;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.Links;
import dev.volta.core.link.Way;
import dev.volta.core.remote.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Links that the keeper holds: they stay when this command ends. */
public final class KeptLinks implements Links {
    private final KeeperControl control;
    private final Path hub;
    private final Map<NodeName, Duration> before;

    private KeptLinks(KeeperControl control, Path hub, Map<NodeName, Duration> before) {
        this.control = control;
        this.hub = hub;
        this.before = before;
    }

    /**
     * Has the keeper hold {@code ways}, those that it holds already as they are; others that lead through {@code hub} are
     * closed.
     */
    public static KeptLinks hold(
            KeeperAccess access, KeeperControl control, List<Way> ways, Path hub, Function<NodeName, Node> nodes)
            throws InterruptedException {
        for (var tunnel : of(control, hub)) {
            if (!ways.contains(tunnel.way())) {
                control.closeTunnel(tunnel.id());
            }
        }
        for (var way : ways) {
            access.hold(nodes.apply(way.node()), way);
        }
        return new KeptLinks(control, hub, cuts(control, hub));
    }

    /** Closes all that lead through {@code hub}. */
    public static void release(KeeperControl control, Path hub) throws InterruptedException {
        for (var tunnel : of(control, hub).reversed()) {
            control.closeTunnel(tunnel.id());
        }
    }

    /** Those that lead through {@code hub}; empty, too, if there is no keeper. */
    public static List<KeeperStatus.Tunnel> of(KeeperControl control, Path hub) throws InterruptedException {
        return control.status().map(KeeperStatus::tunnels).orElse(List.of()).stream()
                .filter(tunnel -> tunnel.held() && tunnel.way().here().equals(hub))
                .toList();
    }

    private static Map<NodeName, Duration> cuts(KeeperControl control, Path hub) throws InterruptedException {
        var cuts = new LinkedHashMap<NodeName, Duration>();
        of(control, hub).forEach(tunnel -> cuts.put(tunnel.way().node(), tunnel.cut()));
        return cuts;
    }

    @Override
    public Path hub() {
        return hub;
    }

    @Override
    public Map<NodeName, Duration> cuts() {
        var since = new LinkedHashMap<NodeName, Duration>();
        try {
            cuts(control, hub).forEach((node, cut) -> {
                var more = cut.minus(before.getOrDefault(node, Duration.ZERO));
                if (more.isPositive()) {
                    since.put(node, more);
                }
            });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return since;
    }

    @Override
    public void close() {}
}
