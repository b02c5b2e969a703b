package dev.volta.core.experiment;

import dev.volta.core.config.NodeName;
import dev.volta.core.metrics.MetricSample;
import dev.volta.core.metrics.Series;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import dev.volta.core.wire.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the processors of nodes did besides the work: time of programs that are not the run's services, and time that a
 * hypervisor gave to others. Both are differences of the kernel's counters from the first look to the last
 * ({@code /proc/stat}, proc_stat(5)), less those of the services' processes and of the work's own, as shares of all processors' time.
 */
final class OtherLoad {
    /** Volta's own process and the kernel's threads take some, too. */
    private static final double MUCH = 0.2;

    private static final double MUCH_STOLEN = 0.03;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LOOKS_NEEDED = 2;
    private static final Set<String> BUSY = Set.of("user", "system");
    private static final String STOLEN = "steal";

    private final Map<NodeName, Node> nodes = new TreeMap<>();

    /** @param nodes whose load is to be known */
    OtherLoad(List<NodeName> nodes) {
        nodes.forEach(node -> this.nodes.put(node, new Node()));
    }

    private static final class Node {
        private final Map<String, Counter> modes = new TreeMap<>();
        private final Map<String, Counter> services = new TreeMap<>();
        private double own;
        private int looks;

        double all() {
            return modes.values().stream().mapToDouble(Counter::passed).sum();
        }

        double stolen() {
            return modes.getOrDefault(STOLEN, new Counter()).passed() / all();
        }

        double others() {
            var busy = modes.entrySet().stream()
                    .filter(mode -> BUSY.contains(mode.getKey()))
                    .mapToDouble(mode -> mode.getValue().passed())
                    .sum();
            var ours = services.values().stream().mapToDouble(Counter::passed).sum();
            return Math.max(0, busy - ours - own) / all();
        }
    }

    /** How far a counter went; one that becomes less was begun anew. */
    private static final class Counter {
        private double last = Double.NaN;
        private double passed;

        void take(double value) {
            if (!Double.isNaN(last)) {
                passed += value >= last ? value - last : value;
            }
            last = value;
        }

        double passed() {
            return passed;
        }
    }

    void take(MetricSample sample) {
        var node = nodes.get(sample.node());
        if (node == null || !(sample.told() instanceof MetricSample.Told.Values(var series, var _))) {
            return;
        }
        for (var one : series) {
            take(node, sample, one);
        }
    }

    private static void take(Node node, MetricSample sample, Series one) {
        switch (one.name()) {
            case "volta_node_cpu_seconds_total" -> {
                var mode = one.labels().getOrDefault("mode", "");
                node.looks += mode.equals("idle") ? 1 : 0;
                node.modes.computeIfAbsent(mode, _ -> new Counter()).take(one.value());
            }
            case "process_cpu_seconds_total" ->
                node.services
                        .computeIfAbsent(sample.service().orElse(""), _ -> new Counter())
                        .take(one.value());
            default -> {}
        }
    }

    /** The work took so much on {@code name} by processes of its own, which are no services. */
    void addOwn(NodeName name, Duration cpuTime) {
        var node = nodes.get(name);
        if (node != null) {
            node.own += cpuTime.toNanos() / NANOS_PER_SECOND;
        }
    }

    /** What it gives reason to doubt. */
    List<RaisedWarning> doubts() {
        var found = new ArrayList<RaisedWarning>();
        var unknown = new ArrayList<String>();
        nodes.forEach((name, node) -> {
            if (node.looks < LOOKS_NEEDED || node.all() <= 0) {
                unknown.add(name.value());
                return;
            }
            if (node.others() > MUCH) {
                found.add(new RaisedWarning(
                        RunWarning.OTHER_LOAD,
                        name + ": other programs had " + Quantities.percent(node.others())
                                + " of all processors' time while it ran"));
            }
            if (node.stolen() > MUCH_STOLEN) {
                found.add(new RaisedWarning(
                        RunWarning.STOLEN_TIME,
                        name + ": the hypervisor gave " + Quantities.percent(node.stolen())
                                + " of its processors' time to others"));
            }
        });
        if (!unknown.isEmpty()) {
            found.add(new RaisedWarning(
                    RunWarning.LOAD_UNKNOWN,
                    "too few looks at the processors of " + unknown.stream().collect(Collectors.joining(", "))));
        }
        return found;
    }
}
