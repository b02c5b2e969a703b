package dev.volta.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rates of one service's counters: {@code X_per_second = (now - before) / seconds}, for a counter {@code X_total}. There is
 * none for the first value, nor where a counter has become smaller: then it began anew in between, and what was counted
 * before that is not known.
 */
final class Rates {
    private static final String TOTAL = "_total";

    private Map<Map.Entry<String, Map<String, String>>, Double> before = Map.of();
    private @Nullable Instant since;

    /** {@code series}, and behind them the rates since the last call. */
    List<Series> with(Instant time, List<Series> series) {
        var seconds = since == null ? 0 : Duration.between(since, time).toNanos() / 1e9;
        var all = new ArrayList<>(series);
        var now = new HashMap<Map.Entry<String, Map<String, String>>, Double>();
        for (var one : series) {
            if (one.family().kind() != Series.Kind.COUNTER || !one.name().endsWith(TOTAL)) {
                continue;
            }
            now.put(one.key(), one.value());
            var earlier = before.get(one.key());
            if (earlier != null && one.value() >= earlier && seconds > 0) {
                all.add(rate(one, (one.value() - earlier) / seconds));
            }
        }
        before = now;
        since = time;
        return all;
    }

    private static Series rate(Series counter, double perSecond) {
        var name = counter.name().substring(0, counter.name().length() - TOTAL.length()) + "_per_second";
        var family = new Series.Family(name, Series.Kind.GAUGE, "Rate of " + counter.name());
        return new Series(family, name, counter.labels(), perSecond);
    }
}
