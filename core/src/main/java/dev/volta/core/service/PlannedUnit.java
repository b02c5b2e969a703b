package dev.volta.core.service;

import dev.volta.core.config.Health;
import dev.volta.core.config.NodeName;
import dev.volta.core.supervisor.ServiceUnit;
import java.util.List;
import java.util.Optional;

/**
 * The unit of a service with what it needs on its node.
 *
 * @param kind the {@link ServiceKind} of its service, if it has one
 * @param files written before it starts, readable by their owner alone
 * @param health how to see that it is ready; empty if nothing waits for it
 * @param metrics the socket on its node on which it answers with its metrics, absolute; empty if it has none
 */
public record PlannedUnit(
        NodeName node,
        Optional<String> kind,
        ServiceUnit unit,
        List<PlacedFile> files,
        Optional<Health> health,
        Optional<String> metrics) {
    public PlannedUnit {
        files = List.copyOf(files);
    }

    /** A unit without metrics. */
    public PlannedUnit(
            NodeName node, Optional<String> kind, ServiceUnit unit, List<PlacedFile> files, Optional<Health> health) {
        this(node, kind, unit, files, health, Optional.empty());
    }

    /** The same with another unit, other files and another health check. */
    public PlannedUnit with(ServiceUnit otherUnit, List<PlacedFile> otherFiles, Optional<Health> otherHealth) {
        return new PlannedUnit(node, kind, otherUnit, otherFiles, otherHealth, metrics);
    }

    /**
     * A file of a service.
     *
     * @param path absolute
     * @param secret whether its content is never shown
     * @param live whether a running service sees by itself that it has changed
     */
    public record PlacedFile(String path, String content, boolean secret, boolean live) {}
}
