package dev.volta.core.workload;

import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.ServiceUnit;
import java.util.List;
import java.util.Optional;

/**
 * A service with what it needs on its node.
 *
 * @param files written before it starts, readable by their owner alone
 * @param socket whose appearance shows that the service is ready; empty if nothing waits for it
 */
public record PlannedService(NodeName node, ServiceUnit unit, List<PlacedFile> files, Optional<String> socket) {
    public PlannedService {
        files = List.copyOf(files);
    }

    /** A file with its absolute path; the content of a {@code secret} one is never shown. */
    public record PlacedFile(String path, String content, boolean secret) {}
}
