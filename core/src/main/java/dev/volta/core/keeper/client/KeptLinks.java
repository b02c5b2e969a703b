package dev.volta.core.keeper.client;

import dev.volta.core.config.Node;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.Links;
import dev.volta.core.link.Way;
import dev.volta.core.remote.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Links that the keeper holds: they stay when this command ends. While it runs, it sees that there is a keeper that holds
 * them.
 */
public final class KeptLinks implements Links {
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final KeeperAccess access;
    private final KeeperControl control;
    private final List<Way> ways;
    private final Path hub;
    private final Function<NodeName, Node> nodes;
    private final Map<NodeName, Duration> before = new LinkedHashMap<>();
    private final AtomicLong keeperless = new AtomicLong();
    private final Thread watcher = Thread.ofVirtual().name("kept-links").unstarted(this::watch);

    private KeptLinks(
            KeeperAccess access, KeeperControl control, List<Way> ways, Path hub, Function<NodeName, Node> nodes) {
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
     */
    public static KeptLinks hold(
            KeeperAccess access, KeeperControl control, List<Way> ways, Path hub, Function<NodeName, Node> nodes)
            throws InterruptedException {
        var led = ways.stream().map(Way::node).toList();
        for (var tunnel : of(control, hub)) {
            if (led.contains(tunnel.way().node()) && !ways.contains(tunnel.way())) {
                control.closeTunnel(tunnel.id());
            }
        }
        var links = new KeptLinks(access, control, ways, hub, nodes);
        links.hold();
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
        return control.status().map(KeeperStatus::tunnels).orElse(List.of()).stream()
                .filter(tunnel -> tunnel.held() && tunnel.way().here().equals(hub))
                .toList();
    }

    private void hold() throws InterruptedException {
        for (var way : ways) {
            access.hold(nodes.apply(way.node()), way);
        }
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
            var held = of(control, hub).stream().map(KeeperStatus.Tunnel::way).toList();
            if (held.containsAll(ways)) {
                return false;
            }
            hold();
        } catch (RuntimeException _) {
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
            var known = of(control, hub);
            for (var way : ways) {
                var counted = known.stream()
                        .filter(tunnel -> tunnel.way().equals(way))
                        .map(KeeperStatus.Tunnel::cut)
                        .findFirst()
                        .orElse(Duration.ZERO);
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
