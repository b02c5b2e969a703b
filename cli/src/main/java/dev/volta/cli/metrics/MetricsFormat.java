package dev.volta.cli.metrics;

import dev.volta.core.metrics.CsvSamples;
import dev.volta.core.metrics.JsonSamples;
import dev.volta.core.metrics.PrometheusSamples;
import dev.volta.core.metrics.SampleWriter;

/** How samples are written. The names are what the user types. */
enum MetricsFormat {
    prometheus,
    csv,
    json;

    SampleWriter to(Appendable out) {
        return switch (this) {
            case prometheus -> new PrometheusSamples(out);
            case csv -> new CsvSamples(out);
            case json -> new JsonSamples(out);
        };
    }
}
