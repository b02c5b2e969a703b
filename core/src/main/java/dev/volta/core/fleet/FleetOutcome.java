package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of every node.
 *
 * @param byNode in the order in which the nodes were given, none left out
 * @param interrupted the run was asked to end before it was through
 */
public record FleetOutcome<T>(Map<Node, Outcome<T>> byNode, boolean interrupted) {
    public FleetOutcome {
        byNode = Collections.unmodifiableMap(new LinkedHashMap<>(byNode));
    }

    public boolean ok() {
        return !interrupted && byNode.values().stream().allMatch(Outcome::ok);
    }

    /** The nodes on which everything was done. */
    public List<Node> finished() {
        return byNode.entrySet().stream()
                .filter(entry -> entry.getValue().ok())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The nodes that a repetition has to visit: failed, not reached, interrupted or not started. */
    public List<Node> unfinished() {
        return byNode.entrySet().stream()
                .filter(entry -> !entry.getValue().ok())
                .map(Map.Entry::getKey)
                .toList();
    }
}
