package dev.volta.core.config.load;

import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for services that wait for each other. */
final class DependencyCycles {
    private final Map<String, Tree> services;
    private final Set<String> harmless = new HashSet<>();

    DependencyCycles(Map<String, Tree> services) {
        this.services = services;
    }

    /** The first cycle, told as the path that leads back to where it began. */
    Optional<Problem> find() {
        for (var name : services.keySet()) {
            var cycle = from(name, new ArrayList<>());
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        return Optional.empty();
    }

    private Optional<Problem> from(String name, List<String> path) {
        var service = services.get(name);
        if (service == null || harmless.contains(name)) {
            return Optional.empty();
        }
        path.add(name);
        for (var item : service.child("after").map(Tree::items).orElse(List.of())) {
            var next = item.scalar().orElse("");
            int start = path.indexOf(next);
            if (start >= 0) {
                var cycle = String.join(" → ", path.subList(start, path.size())) + " → " + next;
                return Optional.of(Problem.suggested(
                        item.origin(),
                        "services." + name + ".after",
                        "services wait for each other: " + cycle,
                        "remove one of them from 'after'"));
            }
            var cycle = from(next, path);
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        path.removeLast();
        harmless.add(name);
        return Optional.empty();
    }
}
