package dev.volta.core.vm.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * Sees that this machine's clock went on by another time than has passed by its monotonic one, on which guests' clocks
 * run: it was suspended, or its clock was set.
 */
final class ClockJumps {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private Duration seen;

    /** @param nanos as {@link System#nanoTime} has them, which do not count while Linux is suspended */
    ClockJumps(Instant now, long nanos) {
        seen = ahead(now, nanos);
    }

    /** Whether that was so since the last call that said so. */
    boolean jumped(Instant now, long nanos) {
        var ahead = ahead(now, nanos);
        if (ahead.minus(seen).abs().compareTo(SHORT) < 0) {
            return false;
        }
        seen = ahead;
        return true;
    }

    private static Duration ahead(Instant now, long nanos) {
        return Duration.between(Instant.EPOCH, now).minusNanos(nanos);
    }
}
