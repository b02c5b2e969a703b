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
 */
public record Scope(Set<NodeName> nodes, Optional<Service> service, boolean restart) {
    public Scope {
        nodes = Set.copyOf(nodes);
    }

    /** Everything on {@code nodes}. */
    public static Scope whole(Set<NodeName> nodes) {
        return new Scope(nodes, Optional.empty(), false);
    }

    boolean isWhole() {
        return service.isEmpty();
    }

    boolean holds(Service one, NodeName node) {
        return nodes.contains(node) && service.map(one::equals).orElse(true);
    }
}
