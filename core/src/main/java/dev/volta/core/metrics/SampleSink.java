package dev.volta.core.metrics;

/** Takes samples as they come, from one thread at a time. */
@FunctionalInterface
public interface SampleSink {
    void take(MetricSample sample);
}
