package dev.volta.hashing.node.controller;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Since when nobody has been there who could do what is left of a job; told the time. */
final class Absences {
    private final Map<String, Long> since = new HashMap<>();

    /**
     * Looks who is there.
     *
     * @param wanted the nodes that have work left; empty for work that any worker can do
     * @param present the nodes that have workers
     * @throws HopelessJobException if workers of one have been missing for {@code limit}
     */
    void check(Set<String> wanted, Set<String> present, long now, Duration limit) throws HopelessJobException {
        since.keySet().retainAll(wanted);
        for (String node : wanted) {
            if (node.isEmpty() ? !present.isEmpty() : present.contains(node)) {
                since.remove(node);
            } else if (now - since.computeIfAbsent(node, _ -> now) >= limit.toNanos()) {
                throw new HopelessJobException("no worker" + (node.isEmpty() ? "" : " of " + node)
                        + " has been connected for " + limit.toSeconds() + " s, and work is left for it; "
                        + (node.isEmpty() ? "do the workers run?" : "is the node up, and does its worker run?"));
            }
        }
    }
}
