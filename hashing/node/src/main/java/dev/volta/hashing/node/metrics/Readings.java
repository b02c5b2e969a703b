package dev.volta.hashing.node.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The values of a process at one moment. The one seam to the Prometheus client. */
public final class Readings {
    /** {@value}. */
    public static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE_004;

    private final List<MetricFamilySamples> families = new ArrayList<>();

    /** Where a process takes its values from, each time that it is asked. */
    @FunctionalInterface
    public interface Source {
        void read(Readings into);
    }

    /** A value that goes up and down. */
    public void gauge(String name, String help, Number value) {
        add(name, Collector.Type.GAUGE, help, List.of(sample(name, List.of(), List.of(), value.doubleValue())));
    }

    /** A value that only grows while the process lives; {@code name} ends with {@code _total}. */
    public void counter(String name, String help, Number value) {
        add(name, Collector.Type.COUNTER, help, List.of(sample(name, List.of(), List.of(), value.doubleValue())));
    }

    /** The same for each value of a label. */
    public void counters(String name, String help, String label, Map<String, ? extends Number> values) {
        var samples = new ArrayList<Sample>();
        values.forEach((key, value) -> samples.add(sample(name, List.of(label), List.of(key), value.doubleValue())));
        add(name, Collector.Type.COUNTER, help, samples);
    }

    /** How long things took, in seconds, for each value of a label. */
    public void histogram(String name, String help, String label, Map<String, Latencies> values) {
        var samples = new ArrayList<Sample>();
        values.forEach((key, latencies) -> {
            var buckets = latencies.cumulative();
            for (int i = 0; i < buckets.length; i++) {
                samples.add(sample(
                        name + "_bucket", List.of(label, "le"), List.of(key, Latencies.bound(i)), (double) buckets[i]));
            }
            samples.add(sample(name + "_count", List.of(label), List.of(key), (double) buckets[buckets.length - 1]));
            samples.add(sample(name + "_sum", List.of(label), List.of(key), latencies.seconds()));
        });
        add(name, Collector.Type.HISTOGRAM, help, samples);
    }

    /** The text exposition format, version 0.0.4. */
    public String text() {
        var text = new StringWriter();
        try {
            TextFormat.write004(text, Collections.enumeration(families));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void add(String name, Collector.Type type, String help, List<Sample> samples) {
        families.add(new MetricFamilySamples(name, type, help, samples));
    }

    private static Sample sample(String name, List<String> labels, List<String> values, double value) {
        return new Sample(name, labels, values, value);
    }
}
