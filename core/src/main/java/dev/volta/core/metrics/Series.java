package dev.volta.core.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One number with its name.
 *
 * @param family the metric that it belongs to; for a part of a histogram that is not {@code name}
 * @param name as it stands in an exposition, such as {@code volta_worker_bytes_total}
 * @param labels in the order in which they stand there
 */
public record Series(Family family, String name, SequencedMap<String, String> labels, double value) {
    public Series {
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
    }

    /** A metric as a whole; {@code help} is empty if there is none. */
    public record Family(String name, Kind kind, String help) {}

    /** What the numbers of a metric mean (Prometheus text exposition format 0.0.4). */
    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        SUMMARY,
        UNTYPED
    }

    static Series gauge(String name, String help, double value) {
        return new Series(new Family(name, Kind.GAUGE, help), name, new LinkedHashMap<>(), value);
    }

    static Series counter(String name, String help, double value) {
        return new Series(new Family(name, Kind.COUNTER, help), name, new LinkedHashMap<>(), value);
    }

    Series with(String label, String text) {
        var more = new LinkedHashMap<>(labels);
        more.put(label, text);
        return new Series(family, name, more, value);
    }

    /** What tells it from the other series of its service. */
    Map.Entry<String, Map<String, String>> key() {
        return Map.entry(name, labels);
    }
}
