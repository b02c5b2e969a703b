package dev.volta.core.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator wants to know of a node before putting something on it.
 *
 * @param javas version and home of each Java found, such as {@code 25.0.1 /usr/lib/jvm/temurin-25}
 * @param supervisor {@code systemd} or {@code plain}: who can keep services running there
 * @param freeBytes by folder: what an unprivileged user may still write there
 */
public record NodeFacts(
        HostFacts host,
        Fact<List<String>> javas,
        Fact<String> supervisor,
        Map<String, Fact<Long>> freeBytes,
        Fact<ClockOffset> clock) {
    public NodeFacts {
        freeBytes = Collections.unmodifiableMap(new LinkedHashMap<>(freeBytes));
    }

    /** Of a node that nobody asked, and that is taken to have {@code javas}. */
    public static NodeFacts unasked(List<String> javas) {
        var unasked = "not asked";
        return new NodeFacts(
                HostAnswer.read("", List.of()),
                Fact.known(javas),
                Fact.unavailable(unasked),
                Map.of(),
                Fact.unavailable(unasked));
    }

    /** The same with so many processors. */
    public NodeFacts withProcessors(int processors) {
        return new NodeFacts(host.withLogicalCpus(processors), javas, supervisor, freeBytes, clock);
    }
}
