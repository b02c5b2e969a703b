package dev.volta.core.keeper.client;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.run.Parallel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Links that the keeper holds: they stay when this command ends. While it runs, it sees that there is a keeper that holds
 * them.
 */
public final class KeptLinks implements Links {
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final KeeperAccess access;
    private final KeeperControl control;
    private final List<TunnelSpec.Sockets> ways;
    private final Path hub;
    private final Function<NodeName, Node> nodes;
    private final AuditLog log;
    private final Map<NodeName, Duration> before = new LinkedHashMap<>();
    private final AtomicLong keeperless = new AtomicLong();
    private final Thread watcher = Thread.ofVirtual().name("kept-links").unstarted(this::watch);

    private KeptLinks(
            KeeperAccess access,
            KeeperControl control,
            List<TunnelSpec.Sockets> ways,
            Path hub,
            Function<NodeName, Node> nodes,
            AuditLog log) {
        this.log = log;
        this.access = access;
        this.control = control;
        this.ways = List.copyOf(ways);
        this.hub = hub;
        this.nodes = nodes;
    }

    /**
     * Has the keeper hold {@code ways}, those that it holds already as they are; other ways to the same nodes through
     * {@code hub} are closed.
     *
     * @param access stays open as long as what is returned
     * @param log as well
     */
    public static KeptLinks hold(
            KeeperAccess access,
            KeeperControl control,
            List<TunnelSpec.Sockets> ways,
            Path hub,
            Function<NodeName, Node> nodes,
            AuditLog log)
            throws InterruptedException {
        var led = ways.stream().map(TunnelSpec::node).collect(Collectors.toSet());
        var wanted = Set.copyOf(ways);
        for (var tunnel : of(control, hub)) {
            if (led.contains(tunnel.way().node()) && !wanted.contains(tunnel.way())) {
                control.closeTunnel(tunnel.id());
            }
        }
        var links = new KeptLinks(access, control, ways, hub, nodes, log);
        links.hold(links.ways);
        of(control, hub).forEach(tunnel -> links.before.put(tunnel.way().node(), tunnel.cut()));
        links.watcher.start();
        return links;
    }

    /** Closes all that lead through {@code hub}. */
    public static void release(KeeperControl control, Path hub) throws InterruptedException {
        for (var tunnel : of(control, hub).reversed()) {
            control.closeTunnel(tunnel.id());
        }
    }

    /** Those that lead through {@code hub}; empty, too, if there is no keeper. */
    public static List<KeeperStatus.Tunnel> of(KeeperControl control, Path hub) throws InterruptedException {
        return control.held(way ->
                way instanceof TunnelSpec.Sockets sockets && sockets.here().equals(hub));
    }

    private void hold(List<TunnelSpec.Sockets> some) throws InterruptedException {
        Parallel.atMost(MOST_AT_ONCE, some, way -> {
            var node = nodes.apply(way.node());
            log.hold(node, way, () -> access.hold(node, way));
            return way;
        });
    }

    private void watch() {
        var lastSeen = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(GLANCE);
                var lost = isLost();
                if (lost) {
                    keeperless.addAndGet(System.nanoTime() - lastSeen);
                }
                lastSeen = System.nanoTime();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Whether the links were, or are, without a keeper; one that is missing is started. */
    private boolean isLost() throws InterruptedException {
        try {
            var held = of(control, hub).stream().map(KeeperStatus.Tunnel::way).collect(Collectors.toSet());
            var missing = ways.stream().filter(way -> !held.contains(way)).toList();
            if (missing.isEmpty()) {
                return false;
            }
            hold(missing);
        } catch (RuntimeException | Error _) {
            // Whatever it was, it is tried again at the next look.
        }
        return true;
    }

    @Override
    public Path hub() {
        return hub;
    }

    @Override
    public Map<NodeName, Duration> cuts() {
        var cuts = new LinkedHashMap<NodeName, Duration>();
        try {
            var without = Duration.ofNanos(keeperless.get());
            var known = of(control, hub).stream()
                    .collect(Collectors.toMap(KeeperStatus.Tunnel::way, KeeperStatus.Tunnel::cut, (first, _) -> first));
            for (var way : ways) {
                var counted = known.getOrDefault(way, Duration.ZERO);
                // A keeper that was started since counts from zero.
                var more = without.isZero() ? counted.minus(before.getOrDefault(way.node(), Duration.ZERO)) : counted;
                if (more.plus(without).isPositive()) {
                    cuts.put(way.node(), more.plus(without));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (KeeperException _) {
            // It was lost just now: what it had counted is not known.
        }
        return cuts;
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        access.close();
    }
}
