package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.ProtocolException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which workers are connected, and which are no longer let in. Guarded by the board's lock. */
final class ConnectedWorkers {
    private static final int STRIKES = 3;
    private static final long DEPARTURE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ReentrantLock lock;
    private final Condition departed;
    private final Map<String, WorkerState> workers = new LinkedHashMap<>();
    private final Map<String, Integer> strikes = new HashMap<>();

    ConnectedWorkers(ReentrantLock lock) {
        this.lock = lock;
        this.departed = lock.newCondition();
    }

    /**
     * Lets a worker in unless it is quarantined, or another process is connected as the same worker. An older connection of
     * the same process is closed and waited for first.
     */
    WorkerState enter(Hello hello, Runnable disconnect) throws ProtocolException, InterruptedException {
        if (strikes.getOrDefault(hello.id(), 0) >= STRIKES) {
            throw new ProtocolException(
                    Fault.QUARANTINED, "worker " + hello.id() + " broke the protocol " + STRIKES + " times in a row");
        }
        awaitDeparture(hello);
        WorkerState worker = new WorkerState(
                hello.id(), hello.node(), hello.instance(), hello.cpuNanos(), lock.newCondition(), disconnect);
        workers.put(worker.id, worker);
        return worker;
    }

    void leave(WorkerState worker) {
        worker.connected = false;
        workers.remove(worker.id, worker);
        worker.wake.signalAll();
        departed.signalAll();
    }

    /** The worker broke the protocol; returns whether that was once too often. */
    boolean strike(WorkerState worker) {
        worker.struck = true;
        return strikes.merge(worker.id, 1, Integer::sum) == STRIKES;
    }

    /** The worker did as it was told: what it broke before does not count any more. */
    void forgive(WorkerState worker) {
        strikes.remove(worker.id);
    }

    Collection<WorkerState> connected() {
        return Collections.unmodifiableCollection(workers.values());
    }

    /** Workers of the same node, this one too. */
    int peers(WorkerState worker) {
        long peers = workers.values().stream()
                .filter(other -> other.node.equals(worker.node))
                .count();
        return Math.max((int) peers, 1);
    }

    /** What the paths of all leases take in memory. */
    long pathBytesOut() {
        return workers.values().stream().mapToLong(WorkerState::pathBytes).sum();
    }

    void wakeIdle() {
        for (WorkerState worker : workers.values()) {
            if (worker.lease == null) {
                worker.wake.signal();
            }
        }
    }

    private void awaitDeparture(Hello hello) throws InterruptedException, ProtocolException {
        WorkerState old = workers.get(hello.id());
        long left = DEPARTURE_NANOS;
        while (old != null) {
            if (old.instance != hello.instance() && !old.stalled) {
                // Whoever let the newer one in would see the older one come back, and so on for ever.
                throw new ProtocolException(
                        Fault.DUPLICATE,
                        "another process is connected as worker " + hello.id() + " (node " + old.node
                                + "); a worker needs an id of its own, so stop one of the two");
            }
            old.replaced = true;
            old.disconnect.run();
            if (left <= 0) {
                throw new ProtocolException(Fault.BUSY, "worker " + hello.id() + " is connected already");
            }
            left = departed.awaitNanos(left);
            old = workers.get(hello.id());
        }
    }
}
