package dev.volta.core.keeper.server;

import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.remote.Tunnel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tunnels that are open. Each keeps its connection from being closed for lack of use. */
final class TunnelBook implements AutoCloseable {
    private final SessionPool pool;
    private final InstantSource clock;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();

    TunnelBook(SessionPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    private record Entry(Session session, Tunnel tunnel, boolean toNode, Path here, String there, Instant since) {}

    long open(Session session, boolean toNode, Path here, String there) throws InterruptedException {
        var tunnel = toNode
                ? session.remote().socketToNode(here, there)
                : session.remote().socketFromNode(there, here);
        pool.countTunnel(session, 1);
        var id = lastId.incrementAndGet();
        entries.put(id, new Entry(session, tunnel, toNode, here, there, clock.instant()));
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
            try {
                entry.tunnel().close();
            } finally {
                pool.countTunnel(entry.session(), -1);
            }
        }
    }

    /** Strikes out the tunnels whose connection is gone. */
    void sweep() {
        entries.forEach((id, entry) -> {
            if (!entry.tunnel().isOpen()) {
                close(id);
            }
        });
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<KeeperStatus.Tunnel> status() {
        return entries.entrySet().stream()
                .map(e -> new KeeperStatus.Tunnel(
                        e.getKey(),
                        e.getValue().session().key().node().name().value(),
                        e.getValue().toNode(),
                        e.getValue().here().toString(),
                        e.getValue().there(),
                        e.getValue().since(),
                        e.getValue().tunnel().isOpen()))
                .toList();
    }

    @Override
    public void close() {
        entries.keySet().forEach(this::close);
    }
}
