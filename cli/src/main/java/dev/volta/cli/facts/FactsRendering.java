package dev.volta.cli.facts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.ClockOffset;
import dev.volta.core.facts.NodeFacts;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.report.NodeFactsJson;
import dev.volta.core.wire.RawText;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;

/** The facts of nodes for people and for programs. */
final class FactsRendering {
    private static final double GIB = 1L << 30;

    private FactsRendering() {}

    static String text(NodeName node, NodeFacts facts) {
        var host = facts.host();
        var lines = new LinkedHashMap<String, String>();
        lines.put(
                "kernel",
                host.kernel().told(text -> text) + ", " + host.architecture().told(text -> text));
        lines.put("system", host.distribution().told(text -> text));
        lines.put(
                "processor",
                host.logicalCpus().told(Object::toString) + " × "
                        + host.cpuModel().told(text -> text));
        lines.put("memory", host.memoryBytes().told(FactsRendering::gib));
        lines.put("machine", host.virtualisation().told(text -> text));
        lines.put("java", facts.javas().told(all -> String.join(", ", all)));
        lines.put("supervisor", facts.supervisor().told(text -> text));
        lines.put("cgroup", host.cgroup().told(text -> text));
        lines.put(
                "free",
                facts.freeBytes().entrySet().stream()
                        .map(folder -> folder.getKey() + " " + folder.getValue().told(FactsRendering::gib))
                        .collect(Collectors.joining(", ")));
        lines.put("clock", facts.clock().told(FactsRendering::clock));
        return node + "\n"
                + lines.entrySet().stream()
                        .map(line -> "  %-10s %s%n".formatted(line.getKey(), RawText.printableLine(line.getValue())))
                        .collect(Collectors.joining());
    }

    /** An array with one object per node: {@code node}, {@code state}, and {@code facts} where they are known. */
    static String json(FleetOutcome<NodeFacts> outcome, OutcomeReport<NodeFacts> report) {
        var nodes = JsonNodeFactory.instance.arrayNode();
        for (var entry : outcome.byNode().entrySet()) {
            var node = nodes.addObject()
                    .put("node", entry.getKey().name().value())
                    .put("state", report.words(entry.getValue()));
            if (entry.getValue() instanceof Outcome.Done<NodeFacts> done) {
                node.set("facts", NodeFactsJson.tree(done.result()));
            }
        }
        return nodes.toPrettyString() + "\n";
    }

    private static String gib(long bytes) {
        return "%.1f GiB".formatted(bytes / GIB);
    }

    /** As far as it is known: an offset within its uncertainty is not told from none. */
    private static String clock(ClockOffset clock) {
        var doubt = clock.uncertainty().toNanos() / 1e6;
        var offset = clock.offset().toNanos() / 1e6;
        return "%+.1f ± %.1f ms%s".formatted(offset, doubt, Math.abs(offset) <= doubt ? " (no difference seen)" : "");
    }
}
