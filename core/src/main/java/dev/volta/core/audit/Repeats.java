package dev.volta.core.audit;

import dev.volta.core.config.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the scripts that ran again on the same node, with the same parameters, and ended the same way. */
final class Repeats {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** More different scripts than this are written without being counted. */
    private static final int MOST = 10_000;

    private record Key(Node node, List<String> words, AuditEvent.Ending ending) {}

    /**
     * Runs of a script, without the first one, which has a line of its own.
     *
     * @param act the first of them, with the time that all took
     * @param last when the last of them began
     */
    record Repeated(AuditEvent act, int times, Instant last) {
        private Repeated plus(AuditEvent next) {
            return new Repeated(act.took(act.took().plus(next.took())), times + 1, next.time());
        }
    }

    private final Map<Key, Optional<Repeated>> seen = new LinkedHashMap<>();

    /** Whether {@code act} is one more of those that were written; if not, it has to be written now. */
    boolean counts(AuditEvent act) {
        if (act.script().isEmpty() || !(act.ending() instanceof AuditEvent.Ending.Ended)) {
            return false;
        }
        var key = new Key(act.node(), act.shown(), act.ending());
        var before = seen.get(key);
        if (before == null) {
            if (seen.size() < MOST) {
                seen.put(key, Optional.empty());
            }
            return false;
        }
        seen.put(
                key,
                Optional.of(
                        before.map(repeated -> repeated.plus(act)).orElseGet(() -> new Repeated(act, 1, act.time()))));
        return true;
    }

    /** Those that have waited for a minute at {@code now}; they are counted anew. */
    List<Repeated> due(Instant now) {
        return taken(now.minus(INTERVAL));
    }

    /** All that were not taken yet. */
    List<Repeated> rest() {
        return taken(Instant.MAX);
    }

    private List<Repeated> taken(Instant latest) {
        var taken = new ArrayList<Repeated>();
        seen.replaceAll((_, repeated) -> {
            if (repeated.isPresent() && !repeated.get().act().time().isAfter(latest)) {
                taken.add(repeated.get());
                return Optional.empty();
            }
            return repeated;
        });
        return taken;
    }
}
