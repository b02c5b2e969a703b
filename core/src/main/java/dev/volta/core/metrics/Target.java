package dev.volta.core.metrics;

import dev.volta.core.config.NodeName;
import java.util.List;

/** A node that is watched, with the services on it that are. */
public record Target(NodeName node, List<Service> services) {
    public Target {
        services = List.copyOf(services);
    }

    /**
     * A service that answers with its metrics.
     *
     * @param unit such as {@code worker-node2-1}
     * @param socket where it does that, on its node
     */
    public record Service(String unit, String socket) {}
}
