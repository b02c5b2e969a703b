package dev.volta.ssh;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * Lets a bounded number of connections be between TCP and login at once, and starts again those that a server dropped.
 * The wait before attempt n+1 is drawn evenly from zero to min(cap, base·2ⁿ) ("full jitter"), so that hosts that were
 * dropped together do not come back together. The bound is apart from the fan-out: commands on open connections do not
 * count.
 */
final class StartGate {
    private static final Duration BASE = Duration.ofMillis(250);
    private static final Duration CAP = Duration.ofSeconds(4);

    /** Waits between two attempts. */
    @FunctionalInterface
    interface Pause {
        void last(Duration wait) throws InterruptedException;
    }

    /** One try to connect. */
    @FunctionalInterface
    interface Start<T> {
        T attempt() throws InterruptedException;
    }

    private final Semaphore places;
    private final int attempts;
    private final RandomGenerator random;
    private final Pause pause;

    StartGate(int maxStarts, int attempts, RandomGenerator random, Pause pause) {
        this.places = new Semaphore(maxStarts, true);
        this.attempts = attempts;
        this.random = random;
        this.pause = pause;
    }

    static StartGate of(SshSettings settings) {
        return new StartGate(settings.maxStarts(), settings.attempts(), RandomGenerator.getDefault(), Thread::sleep);
    }

    <T> T pass(Start<T> start) throws InterruptedException {
        for (var tried = 1; ; tried++) {
            places.acquire();
            try {
                return start.attempt();
            } catch (StartDropped dropped) {
                if (tried >= attempts) {
                    throw dropped;
                }
            } finally {
                places.release();
            }
            var limit = Math.min(CAP.toMillis(), BASE.toMillis() << Math.min(tried, 10));
            pause.last(Duration.ofMillis(random.nextLong(limit + 1)));
        }
    }
}
