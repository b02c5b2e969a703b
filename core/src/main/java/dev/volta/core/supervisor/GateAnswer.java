package dev.volta.core.supervisor;

import dev.volta.core.config.Health.Probe;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code gate.sh} prints.
 *
 * @param state absent if the supervisor does not know the service, or was not asked
 * @param firstRestarts how often it had been restarted when the wait began
 * @param up how long its program has been running
 * @param reason why the gate is not open; may be empty
 */
record GateAnswer(
        Verdict verdict, Optional<ServiceState> state, int firstRestarts, int restarts, Duration up, String reason) {
    /** Of a reason, in characters: it may be what a check has printed. */
    private static final int LONGEST_REASON = 2000;

    enum Verdict {
        OPEN,
        CLOSED,
        /** The check cannot be carried out on this node. */
        UNABLE
    }

    /** Empty if {@code answer} is none. */
    static Optional<GateAnswer> read(String answer) {
        var lines = answer.split("\n", 3);
        var verdict = Arrays.stream(Verdict.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(lines[0]))
                .findFirst();
        if (verdict.isEmpty() || lines.length < 3) {
            return Optional.empty();
        }
        var fields = lines[1].split("\\|", -1);
        if (fields.length != 6) {
            return Optional.of(new GateAnswer(verdict.get(), Optional.empty(), 0, 0, Duration.ZERO, brief(lines[2])));
        }
        var restarts = number(fields[2]).intValue();
        return Optional.of(new GateAnswer(
                verdict.get(),
                state(fields, restarts),
                number(fields[3]).intValue(),
                restarts,
                Duration.ofMillis(number(fields[4]) * 10),
                brief(lines[2])));
    }

    private static Optional<ServiceState> state(String[] fields, int restarts) {
        return switch (fields[0]) {
            case "running" -> Optional.of(new ServiceState.Running(number(fields[1]), restarts));
            case "frozen" -> Optional.of(new ServiceState.Frozen(number(fields[1])));
            case "waiting" -> Optional.of(new ServiceState.Running(0, restarts));
            case "unwatched" -> Optional.of(new ServiceState.Unwatched(number(fields[1])));
            case "stopped" ->
                Optional.of(new ServiceState.Stopped(
                        fields[5].isEmpty()
                                ? OptionalInt.empty()
                                : OptionalInt.of(number(fields[5]).intValue())));
            default -> Optional.empty();
        };
    }

    private static String brief(String printed) {
        var reason = printed.strip();
        return reason.length() <= LONGEST_REASON ? reason : "…" + reason.substring(reason.length() - LONGEST_REASON);
    }

    private static Long number(String field) {
        return field.matches("\\d{1,18}") ? Long.parseLong(field) : 0L;
    }

    /** Whether its supervisor keeps it running. */
    boolean kept() {
        return state.isPresent() && state.get() instanceof ServiceState.Running;
    }

    String stateTold() {
        return state.map(now -> now instanceof ServiceState.Frozen(long pid)
                        ? now.told() + "; kill -CONT " + pid + " on the node lets it go on"
                        : now.told())
                .orElse("is not there");
    }

    /** What was looked at, and what was wrong with it. */
    String told(Probe probe) {
        return probe.told() + (reason.isEmpty() ? "" : ": " + reason);
    }
}
