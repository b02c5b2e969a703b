package dev.volta.core.config;

import dev.volta.core.remote.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The nodes of the fleet in the order in which they were named; never empty, every name once. */
public record Inventory(List<Node> nodes) {
    public Inventory {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a fleet needs at least one node");
        }
        var names = new HashSet<NodeName>();
        for (var node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("two nodes are named '" + node.name() + "'");
            }
        }
    }

    /** The fleet of someone who has described none: this machine, controller and worker in one. */
    public static Inventory local() {
        return new Inventory(List.of(new Node(
                new NodeName("local"),
                new Reach.Here(),
                Set.copyOf(usualLabels(0, 1)),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault())));
    }

    /** What a node is when nobody says: the first the controller, the others workers, a single one both. */
    public static List<String> usualLabels(int index, int nodes) {
        if (nodes == 1) {
            return List.of(Node.CONTROLLER, Node.WORKER);
        }
        return List.of(index == 0 ? Node.CONTROLLER : Node.WORKER);
    }

    public Optional<Node> find(NodeName name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public List<Node> labelled(String label) {
        return nodes.stream().filter(node -> node.labels().contains(label)).toList();
    }

    /** Where the controller runs: the first node labelled so, or else the first of all. */
    public Node controller() {
        return labelled(Node.CONTROLLER).stream().findFirst().orElseGet(nodes::getFirst);
    }

    /** The nodes that {@code placement} means, in the order of this inventory. */
    public List<Node> on(Placement placement) {
        var chosen = new ArrayList<Node>();
        for (var node : nodes) {
            if (placement.holds(node)) {
                chosen.add(node);
            }
        }
        return List.copyOf(chosen);
    }
}
