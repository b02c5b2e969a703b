package dev.volta.core.keeper.server;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.KeeperStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Open connections, each lent to one command at a time, so that commands share neither a server's limit of sessions per
 * connection nor each other's faults. A connection is lent again only under a plan that equals the one it was made
 * under, and only while it is open.
 */
final class SessionPool implements AutoCloseable {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<KeptSession> sessions = new ArrayList<>();
    private final Map<String, Shared> accesses = new HashMap<>();
    private boolean closed;

    SessionPool(InstantSource clock) {
        this.clock = clock;
    }

    /** An access and how many connections, made or in the making, need it. */
    private static final class Shared {
        private final NodeAccess access;
        private int users;

        private Shared(NodeAccess access) {
            this.access = access;
        }
    }

    /** A connection to {@code node} that is open; it is given back with {@link #giveBack}. */
    KeptSession lend(ConnectionPlan plan, Node node) throws InterruptedException {
        var key = new KeptSession.Key(plan.identity(), plan.identity(node), node);
        while (true) {
            var idle = takeIdle(key);
            if (idle.isEmpty()) {
                return connect(key, plan);
            }
            if (idle.get().remote().isOpen()) {
                return idle.get();
            }
            drop(idle.get());
        }
    }

    /** Never waits. One that is lost is closed by the next {@link #sweep}, or by whoever would have been lent it. */
    void giveBack(KeptSession session) {
        lock.lock();
        try {
            session.inUse = false;
            session.lastUse = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    /** A tunnel over {@code session} was opened (1) or closed (-1). */
    void countTunnel(KeptSession session, int change) {
        lock.lock();
        try {
            session.tunnels += change;
            session.lastUse = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    /** Closes connections that nobody uses: those that are lost, and those that were last used before {@code limit}. */
    void sweep(Instant limit) {
        dropIf(s -> s.tunnels == 0 && (!s.lastUse.isAfter(limit) || !s.remote().isOpen()));
    }

    List<KeeperStatus.Session> status() {
        lock.lock();
        try {
            return sessions.stream().map(KeptSession::status).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<KeptSession> rest;
        lock.lock();
        try {
            closed = true;
            rest = List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
        rest.forEach(this::drop);
    }

    private Optional<KeptSession> takeIdle(KeptSession.Key key) {
        lock.lock();
        try {
            var found = sessions.stream()
                    .filter(s -> !s.inUse && s.key().equals(key))
                    .findFirst();
            found.ifPresent(s -> s.inUse = true);
            return found;
        } finally {
            lock.unlock();
        }
    }

    private KeptSession connect(KeptSession.Key key, ConnectionPlan plan) throws InterruptedException {
        var access = enter(key, plan);
        var made = false;
        try {
            var session = new KeptSession(key, access.connect(key.node()), clock.instant());
            lock.lock();
            try {
                sessions.add(session);
            } finally {
                lock.unlock();
            }
            made = true;
            return session;
        } finally {
            if (!made) {
                leave(key);
            }
        }
    }

    private NodeAccess enter(KeptSession.Key key, ConnectionPlan plan) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the keeper is leaving");
            }
            var shared = accesses.computeIfAbsent(key.plan(), _ -> new Shared(plan.access()));
            shared.users++;
            return shared.access;
        } finally {
            lock.unlock();
        }
    }

    private void leave(KeptSession.Key key) {
        lock.lock();
        try {
            var shared = Objects.requireNonNull(accesses.get(key.plan()));
            shared.users--;
            if (shared.users > 0) {
                return;
            }
            accesses.remove(key.plan());
            shared.access.close();
        } finally {
            lock.unlock();
        }
    }

    private void dropIf(Predicate<KeptSession> condition) {
        List<KeptSession> chosen;
        lock.lock();
        try {
            chosen = sessions.stream().filter(s -> !s.inUse).filter(condition).toList();
            chosen.forEach(s -> s.inUse = true); // so that nobody else takes it
        } finally {
            lock.unlock();
        }
        chosen.forEach(this::drop);
    }

    private void drop(KeptSession session) {
        lock.lock();
        try {
            if (!sessions.remove(session)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        session.remote().close();
        leave(session.key());
    }
}
