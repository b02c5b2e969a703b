package dev.volta.cli.metrics;

import dev.volta.core.metrics.MetricSample;
import dev.volta.core.metrics.SampleSink;
import dev.volta.core.metrics.Target;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells which nodes and services stop to answer, and which answer again. */
final class Outages implements SampleSink {
    private final PrintWriter err;
    private final Set<String> silent = new HashSet<>();
    private final Set<String> told = new HashSet<>();

    Outages(List<Target> targets, PrintWriter err) {
        this.err = err;
        for (var target : targets) {
            silent.add(target.node().value());
            target.services().forEach(service -> silent.add(service.unit() + "@" + target.node()));
        }
    }

    @Override
    public void take(MetricSample sample) {
        var subject = sample.subject();
        switch (sample.told()) {
            case MetricSample.Told.Nothing(var reason) -> {
                silent.add(subject);
                if (told.add(subject)) {
                    err.println("volta: " + subject + ": " + reason + "; trying again");
                }
            }
            case MetricSample.Told.Values(var _, var missing) -> {
                silent.remove(subject);
                if (told.remove(subject)) {
                    err.println("volta: " + subject + ": answers again");
                }
                missing.stream()
                        .filter(reason -> told.add(subject + reason))
                        .forEach(reason -> err.println("volta: " + subject + ": " + reason));
            }
        }
    }

    /** Whether some node or service did not answer in the end, or never. */
    boolean last() {
        return !silent.isEmpty();
    }
}
