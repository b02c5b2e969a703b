package dev.volta.core.keeper.server;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.SteadyTunnel;
import dev.volta.core.link.Way;
import dev.volta.core.remote.Tunnel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The tunnels that are open. Each keeps its connection from being closed for lack of use. */
final class TunnelBook implements AutoCloseable {
    private final SessionPool pool;
    private final InstantSource clock;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final ReentrantLock holding = new ReentrantLock();

    TunnelBook(SessionPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    private record Entry(Way way, Reach reach, Tunnel tunnel, Instant since) {
        Optional<SteadyTunnel> held() {
            return tunnel instanceof SteadyTunnel steady ? Optional.of(steady) : Optional.empty();
        }
    }

    /** Opens a tunnel that ends with its connection. */
    long open(Session session, Way way) throws InterruptedException {
        var tunnel = LentTunnel.open(pool, session, way.toNode(), way.here(), way.there());
        return enter(way, session.key().node(), tunnel);
    }

    /** Opens a tunnel that is opened anew whenever it is lost; one that is held already is not opened twice. */
    long hold(ConnectionPlan plan, Node node, Way way) throws InterruptedException {
        holding.lockInterruptibly();
        try {
            for (var entry : entries.entrySet()) {
                if (entry.getValue().way().equals(way)
                        && entry.getValue().held().isPresent()) {
                    if (entry.getValue().reach().equals(node.reach())) {
                        return entry.getKey();
                    }
                    close(entry.getKey()); // the node has moved
                }
            }
            return enter(way, node, new SteadyTunnel(node.name().value(), () -> lend(plan, node, way)));
        } finally {
            holding.unlock();
        }
    }

    private Tunnel lend(ConnectionPlan plan, Node node, Way way) throws InterruptedException {
        var session = pool.lend(plan, node);
        try {
            return LentTunnel.open(pool, session, way.toNode(), way.here(), way.there());
        } finally {
            pool.giveBack(session);
        }
    }

    private long enter(Way way, Node node, Tunnel tunnel) {
        var id = lastId.incrementAndGet();
        entries.put(id, new Entry(way, node.reach(), tunnel, clock.instant()));
        return id;
    }

    boolean isOpen(long id) {
        var entry = entries.get(id);
        return entry != null && entry.tunnel().isOpen();
    }

    /** Closing what is closed already changes nothing. */
    void close(long id) {
        var entry = entries.remove(id);
        if (entry != null) {
            entry.tunnel().close();
        }
    }

    /** Strikes out the tunnels whose connection is gone and that nobody wants opened anew. */
    void sweep() {
        entries.forEach((id, entry) -> {
            if (entry.held().isEmpty() && !entry.tunnel().isOpen()) {
                close(id);
            }
        });
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<KeeperStatus.Tunnel> status() {
        return entries.entrySet().stream()
                .map(e -> status(e.getKey(), e.getValue()))
                .toList();
    }

    private static KeeperStatus.Tunnel status(long id, Entry entry) {
        return new KeeperStatus.Tunnel(
                id,
                entry.way(),
                entry.since(),
                entry.tunnel().isOpen(),
                entry.held().isPresent(),
                entry.held().map(SteadyTunnel::cut).orElse(Duration.ZERO));
    }

    @Override
    public void close() {
        entries.keySet().forEach(this::close);
    }
}
