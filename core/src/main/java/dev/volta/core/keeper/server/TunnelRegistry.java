package dev.volta.core.keeper.server;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.SteadyTunnel;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.vm.link.GuestLink;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The tunnels that are open. Those that join sockets with a machine of this keeper go over its own link if its guest answers there; the others
 * go over a connection, which each keeps from being closed for lack of use.
 */
final class TunnelRegistry implements AutoCloseable {
    /** Within which a guest answers on its port, if it ever does. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final SessionPool pool;
    private final Function<Node, Optional<GuestLink>> links;
    private final InstantSource clock;
    private final PrintStream log;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final ReentrantLock holding = new ReentrantLock();

    /**
     * @param links to those nodes that are machines of this keeper
     * @param log is told of tunnels that were opened anew: no command does that, so no audit log has it
     */
    TunnelRegistry(SessionPool pool, Function<Node, Optional<GuestLink>> links, InstantSource clock, PrintStream log) {
        this.log = log;
        this.pool = pool;
        this.links = links;
        this.clock = clock;
    }

    /** @param carrier of the tunnel as it was opened last, for people */
    private record Entry(TunnelSpec way, Reach reach, Tunnel tunnel, AtomicReference<String> carrier, Instant since) {
        Optional<SteadyTunnel> held() {
            return tunnel instanceof SteadyTunnel steady ? Optional.of(steady) : Optional.empty();
        }
    }

    /** Opens a tunnel that ends with its connection. */
    long open(KeptSession session, TunnelSpec way) throws InterruptedException {
        var carrier = new AtomicReference<>("");
        var tunnel = lead(session.key().node(), way, carrier, () -> LentTunnel.open(pool, session, way));
        return enter(way, session.key().node(), tunnel, carrier);
    }

    private Tunnel lead(Node node, TunnelSpec way, AtomicReference<String> carrier, SteadyTunnel.Opening otherwise)
            throws InterruptedException {
        var link = links.apply(node);
        if (link.isEmpty() || !(way instanceof TunnelSpec.Sockets(var _, var toNode, var here, var there))) {
            carrier.set("SSH");
            return otherwise.open();
        }
        if (!link.get().answers(ANSWER)) {
            carrier.set("SSH (the guest does not answer on its port " + GuestLink.PORT + ")");
            return otherwise.open();
        }
        carrier.set("virtio-serial");
        return toNode ? link.get().socketToNode(here, there) : link.get().socketFromNode(there, here);
    }

    /** Opens a tunnel that is opened anew whenever it is lost; one that is held already is not opened twice. */
    long hold(ConnectionPlan plan, Node node, TunnelSpec way) throws InterruptedException {
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
            var carrier = new AtomicReference<>("");
            var opening =
                    new LoggedOpening(way, () -> lead(node, way, carrier, () -> lend(plan, node, way)), clock, log);
            return enter(way, node, new SteadyTunnel(node.name().value(), opening), carrier);
        } finally {
            holding.unlock();
        }
    }

    private Tunnel lend(ConnectionPlan plan, Node node, TunnelSpec way) throws InterruptedException {
        var session = pool.lend(plan, node);
        try {
            return LentTunnel.open(pool, session, way);
        } finally {
            pool.giveBack(session);
        }
    }

    private long enter(TunnelSpec way, Node node, Tunnel tunnel, AtomicReference<String> carrier) {
        var id = lastId.incrementAndGet();
        entries.put(id, new Entry(way, node.reach(), tunnel, carrier, clock.instant()));
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
                entry.carrier().get(),
                entry.since(),
                entry.tunnel().isOpen(),
                entry.held().isPresent(),
                entry.held().map(SteadyTunnel::cut).orElse(Duration.ZERO));
    }

    /** All of them, whichever fails. */
    @Override
    public void close() {
        var failures = new ArrayList<RuntimeException>();
        for (var id : entries.keySet()) {
            try {
                close(id);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
