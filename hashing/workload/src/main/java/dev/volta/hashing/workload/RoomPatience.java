package dev.volta.hashing.workload;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.workload.TrialFailure;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Gives a trial up whose controller has waited for too long for room on its disk. */
final class RoomPatience {
    private final Duration limit;
    private final LongSupplier nanoTime;
    private boolean waiting;
    private long since;

    RoomPatience(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes what the controller waits for now; empty if it goes on.
     *
     * @throws TrialFailure if it has waited for longer than the limit
     */
    void told(String waitsFor) {
        var now = nanoTime.getAsLong();
        if (waitsFor.isEmpty()) {
            waiting = false;
        } else if (!waiting) {
            waiting = true;
            since = now;
        } else if (now - since > limit.toNanos()) {
            throw new TrialFailure("the controller waited " + DurationFormat.inWords(limit) + " for room on its disk ("
                    + waitsFor + "); free some there and run again");
        }
    }
}
