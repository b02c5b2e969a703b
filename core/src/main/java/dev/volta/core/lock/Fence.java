package dev.volta.core.lock;

import dev.volta.core.wire.Quantities;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a lock can still be relied on: only for so long after the last renewal that was answered. A node that cannot be
 * asked may have given the lock to somebody else. Once it cannot be relied on, it never can again.
 */
final class Fence {
    private final ElapsedTime time;
    private final Duration reliable;
    private Duration proven; // guarded by this
    private String trouble = ""; // guarded by this
    private @Nullable String lost; // guarded by this

    /**
     * @param reliable how long after a renewal: its time to live less a margin
     * @param taken when the lock was asked for that was taken then
     */
    Fence(ElapsedTime time, Duration reliable, Duration taken) {
        this.time = time;
        this.reliable = reliable;
        this.proven = taken;
    }

    /** @param asked when the renewal was asked for that was answered; the node did it after that */
    synchronized void renewed(Duration asked) {
        if (lost().isEmpty()) {
            proven = asked;
            trouble = "";
        }
    }

    /** A renewal that was not answered. */
    synchronized void failed(String reason) {
        trouble = reason;
    }

    synchronized void lost(String how) {
        if (lost == null) {
            lost = how;
        }
    }

    /** How it was lost, if it was. */
    synchronized Optional<String> lost() {
        var since = time.now().minus(proven);
        if (lost == null && since.compareTo(reliable) > 0) {
            lost = "it was last renewed " + Quantities.duration(since) + " ago"
                    + (trouble.isEmpty() ? "" : " (" + trouble + ")");
        }
        return Optional.ofNullable(lost);
    }
}
