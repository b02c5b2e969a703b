package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.host.NodeFacts;
import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.Enforcement;
import dev.volta.core.supervisor.ServiceStatus;
import java.util.Map;
import java.util.Set;

/**
 * What was seen of a node at one moment.
 *
 * @param files the files below {@link NodeLayout#conf} and the programs, by absolute path, with their SHA-256 in hex
 * @param services what the node's supervisor knows of this fleet
 * @param listening TCP ports that somebody listens on
 * @param enforcement which limits its services can be held to
 */
public record NodeView(
        Node node,
        Account account,
        NodeLayout layout,
        NodeFacts facts,
        Map<String, String> files,
        Map<String, ServiceStatus> services,
        Set<Integer> listening,
        Enforcement enforcement) {
    public NodeView {
        files = Map.copyOf(files);
        services = Map.copyOf(services);
        listening = Set.copyOf(listening);
    }

    public NodeName name() {
        return node.name();
    }
}
