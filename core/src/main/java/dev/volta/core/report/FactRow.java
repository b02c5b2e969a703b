package dev.volta.core.report;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.HostFacts;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A property of a host as a line of a report. */
record FactRow(String name, Fact<String> value) {
    static List<FactRow> of(HostFacts facts) {
        var rows = new ArrayList<FactRow>();
        rows.add(new FactRow("CPU", facts.cpuModel()));
        rows.add(new FactRow("logical CPUs", facts.logicalCpus().map(String::valueOf)));
        rows.add(new FactRow("memory", facts.memoryBytes().map(Quantities::bytes)));
        rows.add(new FactRow("architecture", facts.architecture()));
        rows.add(new FactRow("kernel", facts.kernel()));
        rows.add(new FactRow("distribution", facts.distribution()));
        rows.add(new FactRow("JDK", facts.jdk()));
        rows.add(new FactRow("virtualisation", facts.virtualisation()));
        rows.add(new FactRow("governor", facts.governors().map(FactRow::governors)));
        rows.add(new FactRow("boost", facts.boost().map(on -> on ? "on" : "off")));
        rows.add(new FactRow("clock source", facts.clockSource()));
        rows.add(new FactRow("cgroup", facts.cgroup()));
        rows.add(new FactRow("page size", facts.pageSizeBytes().map(Quantities::bytes)));
        facts.fileSystems()
                .forEach((path, system) -> rows.add(new FactRow("file system of " + path, system.map(FactRow::disk))));
        return rows;
    }

    /** Nodes with the same facts share a table. */
    static Map<HostFacts, List<NodeName>> folded(Map<NodeName, HostFacts> hosts) {
        var groups = new LinkedHashMap<HostFacts, List<NodeName>>();
        hosts.forEach((node, facts) ->
                groups.computeIfAbsent(facts, same -> new ArrayList<>()).add(node));
        return groups;
    }

    private static String disk(HostFacts.FileSystem system) {
        return "%s on %s at %s; disk: %s"
                .formatted(
                        system.type(),
                        system.device(),
                        system.mountPoint(),
                        system.disk().told(name -> name));
    }

    /** One word if all policies agree, as they mostly do. */
    private static String governors(Map<String, String> byPolicy) {
        var distinct = byPolicy.values().stream().distinct().toList();
        return distinct.size() == 1
                ? distinct.getFirst()
                : byPolicy.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
    }
}
