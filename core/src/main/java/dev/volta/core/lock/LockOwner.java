package dev.volta.core.lock;

import dev.volta.core.report.Quantities;
import java.time.Duration;
import java.util.List;

/**
 * Who has a lock.
 *
 * @param command on one line
 * @param age how long ago it was taken, by the node's clock
 * @param left how long it holds if it is not renewed; negative: it has expired
 */
public record LockOwner(String user, String host, long pid, String command, Duration age, Duration left) {
    private static final String UNKNOWN = "unknown";

    /** @param lines those of a {@link Claim}; none where the owner was killed before it could write them */
    static LockOwner read(List<String> lines, Duration age, Duration left) {
        var isWhole = lines.size() == 4 && lines.get(2).matches("\\d{1,18}");
        return isWhole
                ? new LockOwner(lines.get(0), lines.get(1), Long.parseLong(lines.get(2)), lines.get(3), age, left)
                : new LockOwner(UNKNOWN, UNKNOWN, 0, UNKNOWN, age, left);
    }

    public boolean isExpired() {
        return left.isNegative();
    }

    @Override
    public String toString() {
        return "%s@%s (process %d, '%s'), %s ago".formatted(user, host, pid, command, Quantities.duration(age));
    }
}
