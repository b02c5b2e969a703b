package dev.volta.hashing.node.controller;

/**
 * A lease whose worker went away before its end.
 *
 * @param reservedUntil until then ({@link System#nanoTime()}) only {@code worker} may take it up again
 * @param reason why it is here, for the log of events
 */
record Unfinished(Lease.Digesting lease, String worker, long reservedUntil, String reason) {
    Unfinished until(long nanos) {
        return new Unfinished(lease, worker, nanos, reason);
    }

    boolean mayGoTo(String taker, long now) {
        return taker.equals(worker) || reservedUntil - now <= 0;
    }
}
