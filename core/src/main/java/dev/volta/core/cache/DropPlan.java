package dev.volta.core.cache;

import dev.volta.core.config.Node;
import java.util.List;
import java.util.Map;

/**
 * Who would drop which caches.
 *
 * @param kernels each once, in the order of its first node
 * @param lacking nodes whose caches cannot be dropped, with the reason; while there is one, nothing is done anywhere
 */
public record DropPlan(List<Kernel> kernels, Map<Node, String> lacking) {
    public DropPlan {
        kernels = List.copyOf(kernels);
        lacking = Map.copyOf(lacking);
    }

    /** A kernel with the nodes that run on it; the first of them drops its caches. */
    public record Kernel(String bootId, List<Node> nodes, Ability ability) {
        public Kernel {
            nodes = List.copyOf(nodes);
        }

        public Node doer() {
            return nodes.getFirst();
        }
    }

    public boolean needsPassword() {
        return kernels.stream().anyMatch(kernel -> kernel.ability() instanceof Ability.ThroughSudo sudo && sudo.asks());
    }
}
