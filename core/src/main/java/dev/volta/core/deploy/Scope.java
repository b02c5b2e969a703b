package dev.volta.core.deploy;

import dev.volta.core.config.Service;
import dev.volta.core.remote.NodeName;
import java.util.Optional;
import java.util.Set;

/**
 * What a command is about.
 *
 * @param service the only service that it is about; absent: all, and what is not described any more is removed
 * @param restart whether what runs is started anew, also if nothing about it has changed
 * @param limits what becomes of limits that a node cannot enforce
 */
public record Scope(Set<NodeName> nodes, Optional<Service> service, boolean restart, LimitRule limits) {
    /** Whether a service runs where its limits cannot be enforced. */
    public enum LimitRule {
        /** It does not. */
        ENFORCED,
        /** It does, without them. */
        ADVISORY
    }

    public Scope {
        nodes = Set.copyOf(nodes);
    }

    public Scope(Set<NodeName> nodes, Optional<Service> service, boolean restart) {
        this(nodes, service, restart, LimitRule.ENFORCED);
    }

    /** Everything on {@code nodes}. */
    public static Scope whole(Set<NodeName> nodes) {
        return new Scope(nodes, Optional.empty(), false);
    }

    public Scope with(LimitRule rule) {
        return new Scope(nodes, service, restart, rule);
    }

    boolean isWhole() {
        return service.isEmpty();
    }

    boolean holds(Service one, NodeName node) {
        return nodes.contains(node) && service.map(one::equals).orElse(true);
    }
}
