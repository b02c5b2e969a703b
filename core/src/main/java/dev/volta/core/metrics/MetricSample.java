package dev.volta.core.metrics;

import dev.volta.core.config.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node, or a service on it, told at one time.
 *
 * @param time by the clock of the command that watches
 * @param service the unit's name; empty for the node itself
 */
public record MetricSample(Instant time, NodeName node, Optional<String> service, Told told) {
    /** Numbers, or why there are none. */
    public sealed interface Told {
        /**
         * What it told.
         *
         * @param missing what of it cannot be had, each with its reason
         */
        record Values(List<Series> series, List<String> missing) implements Told {
            public Values {
                series = List.copyOf(series);
                missing = List.copyOf(missing);
            }
        }

        /** It did not answer. */
        record Nothing(String reason) implements Told {}
    }

    /** What messages call it. */
    public String subject() {
        return service.map(unit -> unit + "@" + node).orElse(node.value());
    }

    /** {@code volta_up}: 1 if it answered, 0 if it did not. */
    Series up() {
        return Series.gauge(
                "volta_up",
                "Whether the node or the service answered",
                switch (told) {
                    case Told.Values _ -> 1;
                    case Told.Nothing _ -> 0;
                });
    }

    /** All numbers, with {@link #up}. */
    public List<Series> series() {
        var all = new ArrayList<>(List.of(up()));
        if (told instanceof Told.Values(var series, var _)) {
            all.addAll(series);
        }
        return all;
    }
}
