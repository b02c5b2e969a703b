package dev.volta.core.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.metrics.MetricSample.Told;

/**
 * One object per line and sample: {@code time}, {@code node}, {@code service} unless it is the node itself, {@code up},
 * {@code metrics}, each with {@code name}, {@code labels} if it has any, and {@code value}, and {@code missing}: the reasons
 * for what is not there. Values that JSON has no number for are the texts {@code NaN}, {@code +Inf} and {@code -Inf}.
 */
public final class JsonSamples implements SampleWriter {
    private final Appendable out;

    public JsonSamples(Appendable out) {
        this.out = out;
    }

    @Override
    public void take(MetricSample sample) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("time", sample.time().toString())
                .put("node", sample.node().value());
        sample.service().ifPresent(service -> json.put("service", service));
        switch (sample.told()) {
            case Told.Values(var series, var missing) -> {
                json.put("up", true);
                var metrics = json.putArray("metrics");
                series.forEach(one -> describe(one, metrics.addObject()));
                if (!missing.isEmpty()) {
                    var reasons = json.putArray("missing");
                    missing.forEach(reasons::add);
                }
            }
            case Told.Nothing(var reason) ->
                json.put("up", false).putArray("missing").add(reason);
        }
        SampleWriter.write(out, json + "\n");
    }

    @Override
    public void finish() {}

    private static void describe(Series series, ObjectNode json) {
        json.put("name", series.name());
        if (!series.labels().isEmpty()) {
            var labels = json.putObject("labels");
            series.labels().forEach(labels::put);
        }
        if (Numbers.isWhole(series.value())) {
            json.put("value", (long) series.value());
        } else if (Double.isFinite(series.value())) {
            json.put("value", series.value());
        } else {
            json.put("value", Numbers.text(series.value()));
        }
    }
}
