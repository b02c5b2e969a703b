package dev.volta.hashing.node.controller;

import java.util.List;

/**
 * A lease whose worker went away before its end, or what is left of one that is handed out again piece by piece.
 *
 * @param worker who had it, and may claim it back; empty if part of it was given to others
 * @param reservedUntil until then ({@link System#nanoTime()}) only {@code worker} may take it up again
 * @param reason why it is here, for the log of events
 * @param suspects so many of the first open files may be what ended the worker, so each is handed out alone. Workers
 *     take files in order and tell results at least every {@value #MOST_SUSPECTS} files
 */
record Unfinished(Lease.Digesting lease, String worker, long reservedUntil, String reason, int suspects) {
    private static final int MOST_SUSPECTS = 64;

    /** The worker is lost, and one of its files may be the reason. */
    static Unfinished lost(Lease.Digesting lease, String worker, long now, String reason) {
        return new Unfinished(lease, worker, now, reason, Math.min(lease.open().cardinality(), MOST_SUSPECTS));
    }

    /** Nothing speaks against its files. */
    static Unfinished left(Lease.Digesting lease, String worker, long reservedUntil, String reason) {
        return new Unfinished(lease, worker, reservedUntil, reason, 0);
    }

    Unfinished until(long nanos) {
        return new Unfinished(lease, worker, nanos, reason, suspects);
    }

    /** The same, once it was written down that its worker does not have it any more. */
    Unfinished takenBack(long now) {
        return new Unfinished(lease, "", now, reason, suspects);
    }

    /** What is left when the first open file was handed out. */
    Unfinished withoutFirst(long now) {
        List<LeaseItem> rest = lease.unfinished();
        Lease.Digesting fewer = Lease.Digesting.of(lease.id(), lease.lane(), rest.subList(1, rest.size()));
        return new Unfinished(fewer, "", now, reason, suspects - 1);
    }

    /** Whether it is as its worker left it. */
    boolean isWhole() {
        return !worker.isEmpty();
    }

    boolean mayGoTo(String taker, long now) {
        return taker.equals(worker) || reservedUntil - now <= 0;
    }
}
