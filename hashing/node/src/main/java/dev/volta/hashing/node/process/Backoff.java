package dev.volta.hashing.node.process;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pauses between attempts: 20 ms, doubled each time up to 1 s, each shortened by a random part of up to a half so that
 * many peers do not come back at the same moment.
 */
public final class Backoff {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final long deadline;
    private long next = FIRST_NANOS;
    private long longest = LONGEST_NANOS;

    public Backoff(Duration patience) {
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** The peer is there and has said no, which it will do again for a while: pauses grow up to 5 s. */
    public void refused() {
        longest = REFUSED_NANOS;
    }

    /** Waits; false without waiting if patience has run out. */
    public boolean pause() throws InterruptedException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        long jittered = next - ThreadLocalRandom.current().nextLong(next / 2);
        TimeUnit.NANOSECONDS.sleep(Math.min(jittered, left));
        next = Math.min(next * 2, longest);
        return true;
    }
}
