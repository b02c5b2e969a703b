package dev.volta.hashing.node.wire;

import java.time.Duration;

/**
 * Whether the other end of a connection is still there. It sends something at every heartbeat; when nothing has come for a few
 * times as long as a controller waits for its peers, the way to it is taken for dead, whatever the system says: where packets
 * are dropped nothing ends a connection. Only the time in which somebody listens counts.
 */
public final class Liveness {
    /** How long the other end may be silent until {@link #limitTo} says something else, which may be shorter. */
    public static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private static final int TIMES = 3;

    private volatile long silenceNanos = HANDSHAKE.toNanos();
    private volatile boolean listening;
    private volatile long since;

    /** How long a controller that closes its connections after {@code leaseMillis} may be silent itself. */
    public void limitTo(int leaseMillis) {
        silenceNanos = TIMES * Duration.ofMillis(Math.max(leaseMillis, 1)).toNanos();
    }

    /** Something is waited for from now on. */
    public void listen() {
        since = System.nanoTime();
        listening = true;
    }

    /** It has come. */
    public void heard() {
        listening = false;
    }

    public boolean isOver() {
        // In this order: whoever begins to listen sets the time first.
        return listening && System.nanoTime() - since > silenceNanos;
    }
}
