package dev.volta.cli.caches;

import dev.volta.core.cache.FleetCaches;
import dev.volta.core.cache.Residency;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.wire.Quantities;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much of some files was in memory before the caches were dropped, and how much still is. */
final class ResidencyProof {
    private static final int MOST_FILES_TOLD = 10;

    private final FleetCaches caches;
    private final List<Node> nodes;
    private final List<String> paths;
    private Map<Node, List<Residency>> before = Map.of();

    ResidencyProof(FleetCaches caches, List<Node> nodes, List<String> paths) {
        this.caches = caches;
        this.nodes = nodes;
        this.paths = paths;
    }

    /** Looks for the first time; false, with the reasons told, if a node cannot. */
    boolean look(PrintWriter err) throws InterruptedException {
        if (paths.isEmpty()) {
            return true;
        }
        before = answers(caches.residency(nodes, paths), err);
        return before.size() == nodes.size();
    }

    /** Looks again and tells the difference; false if something is still in memory. */
    boolean compare(PrintWriter out, PrintWriter err) throws InterruptedException {
        if (paths.isEmpty()) {
            return true;
        }
        var after = answers(caches.residency(nodes, paths), err);
        var gone = after.size() == nodes.size();
        for (var entry : after.entrySet()) {
            var resident = entry.getValue().stream()
                    .filter(file -> file.residentBytes() > 0)
                    .toList();
            out.println("%s: %s in memory before, %s after"
                    .formatted(
                            entry.getKey().name(),
                            Quantities.bytes(sum(before.getOrDefault(entry.getKey(), List.of()))),
                            Quantities.bytes(sum(entry.getValue()))));
            resident.stream()
                    .limit(MOST_FILES_TOLD)
                    .forEach(file -> err.println("volta: %s: %s: %s of %s still in memory: %s"
                            .formatted(
                                    entry.getKey().name(),
                                    file.path(),
                                    Quantities.bytes(file.residentBytes()),
                                    Quantities.bytes(file.sizeBytes()),
                                    file.livesInMemory()
                                            ? "a file system in memory (" + file.fileSystem() + ")"
                                            : "dirty, mapped or locked")));
            if (resident.size() > MOST_FILES_TOLD) {
                err.println("volta: %s: and %d more files"
                        .formatted(entry.getKey().name(), resident.size() - MOST_FILES_TOLD));
            }
            gone &= resident.isEmpty();
        }
        return gone;
    }

    private static long sum(List<Residency> files) {
        return files.stream().mapToLong(Residency::residentBytes).sum();
    }

    private static Map<Node, List<Residency>> answers(FleetOutcome<List<Residency>> outcome, PrintWriter err) {
        var answers = new LinkedHashMap<Node, List<Residency>>();
        outcome.byNode().forEach((node, state) -> {
            switch (state) {
                case Outcome.Done<List<Residency>> done -> answers.put(node, done.result());
                case Outcome.Unreachable<List<Residency>>(var reason) -> cannot(err, node, reason);
                case Outcome.Failed<List<Residency>>(var reason) -> cannot(err, node, reason);
                case Outcome.NotStarted<List<Residency>> _, Outcome.Interrupted<List<Residency>> _ ->
                    cannot(err, node, "was not asked");
            }
        });
        return answers;
    }

    private static void cannot(PrintWriter err, Node node, String reason) {
        err.println("volta: " + node.name() + ": cannot see what is in memory: " + reason);
    }
}
