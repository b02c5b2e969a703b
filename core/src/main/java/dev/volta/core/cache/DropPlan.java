package dev.volta.core.cache;

import dev.volta.core.config.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who would drop which caches.
 *
 * @param kernels boot id of each kernel to the nodes that run on it, of which the first drops its caches
 * @param lacking nodes whose caches cannot be dropped, with the reason; while there is one, nothing is done anywhere
 */
public record DropPlan(Map<String, List<Node>> kernels, Map<Node, String> lacking) {
    public DropPlan {
        kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
        lacking = Collections.unmodifiableMap(new LinkedHashMap<>(lacking));
    }

    /** One node per kernel. */
    public List<Node> doers() {
        return kernels.values().stream().map(List::getFirst).toList();
    }
}
