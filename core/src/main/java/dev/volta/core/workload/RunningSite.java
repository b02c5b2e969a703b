package dev.volta.core.workload;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.service.Site;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The services and the nodes of an experiment, once they are ready.
 *
 * @param runId unique among runs; letters, digits and {@code -}
 * @param socket of this machine, which leads to the one that the services reach each other by, if they do
 * @param remotes one for each node of {@code site}
 */
public record RunningSite(String runId, Site site, Optional<Path> socket, Map<NodeName, Remote> remotes) {
    public RunningSite {
        remotes = Map.copyOf(remotes);
    }

    public Remote remote(NodeName node) {
        return Objects.requireNonNull(remotes.get(node));
    }
}
