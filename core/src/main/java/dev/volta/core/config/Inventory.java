package dev.volta.core.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The nodes of the fleet in the order in which they were named; never empty, every name once. The machine that Volta runs on
 * can always be named {@link Node#HOST}, whether it is one of these nodes or not.
 *
 * @param ownHost that machine where it is none of the nodes; absent where nobody can have said anything of it
 */
public record Inventory(List<Node> nodes, Optional<Node> ownHost) {
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

    /** Nothing was said of the host but what is among {@code nodes}. */
    public Inventory(List<Node> nodes) {
        this(nodes, Optional.empty());
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

    /** The node of this name, also the host. */
    public Optional<Node> find(NodeName name) {
        var found = nodes.stream().filter(node -> node.name().equals(name)).findFirst();
        return found.isEmpty() && name.equals(Node.HOST) ? Optional.of(host()) : found;
    }

    /** The machine that Volta runs on, as it is described or else without labels. */
    public Node host() {
        return nodes.stream()
                .filter(Node::isHost)
                .findFirst()
                .or(() -> nodes.stream()
                        .filter(node -> node.reach() instanceof Reach.Here)
                        .findFirst())
                .or(this::ownHost)
                .orElseGet(Node::host);
    }

    public List<Node> labelled(String label) {
        return Stream.concat(nodes.stream(), ownHost.stream())
                .filter(node -> node.labels().contains(label))
                .toList();
    }

    /** Where the controller runs: the first node labelled so, or else the first of all. */
    public Node controller() {
        return labelled(Node.CONTROLLER).stream().findFirst().orElseGet(nodes::getFirst);
    }

    /** The nodes that {@code placement} means, in the order of this inventory; the host, where it is none of them, comes last. */
    public List<Node> on(Placement placement) {
        var chosen = new ArrayList<Node>();
        for (var node : nodes) {
            if (placement.holds(node)) {
                chosen.add(node);
            }
        }
        var host = host();
        var isNamed = placement instanceof Placement.Named(var names) && names.contains(Node.HOST);
        if (!chosen.contains(host) && (isNamed || (!nodes.contains(host) && placement.means(host)))) {
            chosen.add(host);
        }
        return List.copyOf(chosen);
    }
}
