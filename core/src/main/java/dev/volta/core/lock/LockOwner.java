package dev.volta.core.lock;

import dev.volta.core.wire.Quantities;
import dev.volta.core.wire.RawText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whose claim to a lock it is.
 *
 * @param token of the claim, as its file is called
 * @param login the user of the node whose file it is, if that is another than who asks. All else is what the file says
 * @param command on one line
 * @param age how long ago it was taken, by the node's clock; absent if that was before the node was booted
 * @param left how long it holds if it is not renewed; negative: it has expired
 */
public record LockOwner(
        String token,
        Optional<String> login,
        String user,
        String host,
        long pid,
        String command,
        Optional<Duration> age,
        Duration left) {
    private static final String UNKNOWN = "unknown";

    /** @param lines those of a {@link Claim}; of a claim that is damaged there may be none */
    static LockOwner read(
            List<String> lines, String token, Optional<String> login, Optional<Duration> age, Duration left) {
        var isWhole = lines.size() == 4 && lines.get(2).matches("\\d{1,18}");
        return isWhole
                ? new LockOwner(
                        token,
                        login,
                        RawText.printableLine(lines.get(0)),
                        RawText.printableLine(lines.get(1)),
                        Long.parseLong(lines.get(2)),
                        RawText.printableLine(lines.get(3)),
                        age,
                        left)
                : new LockOwner(token, login, UNKNOWN, UNKNOWN, 0, UNKNOWN, age, left);
    }

    public boolean isExpired() {
        return left.isNegative();
    }

    @Override
    public String toString() {
        return "%s@%s (process %d, '%s'%s), %s"
                .formatted(
                        user,
                        host,
                        pid,
                        command,
                        login.map(name -> ", logged in as " + name).orElse(""),
                        age.map(known -> Quantities.duration(known) + " ago").orElse("before the node was booted"));
    }
}
