package dev.volta.core.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A machine of the fleet.
 *
 * @param labels in the order in which they were written
 * @param origin the line that named the node
 */
public record Node(
        NodeName name, Reach reach, Set<String> labels, Optional<VmSpec> vm, NodePaths paths, Origin origin) {
    /** Carried by the node that runs the controller. */
    public static final String CONTROLLER = "controller";

    /** Carried by the nodes that run workers. */
    public static final String WORKER = "worker";

    /** What the machine is called that Volta runs on. */
    public static final NodeName HOST = new NodeName("host");

    public Node {
        labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
    }

    /** Maps of nodes are made for each command, and a fleet has every name once. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The machine that Volta runs on, of which nothing was said. */
    public static Node host() {
        return host(Set.of(), NodePaths.UNSAID, new Origin.ByDefault());
    }

    /** The machine that Volta runs on. */
    public static Node host(Set<String> labels, NodePaths paths, Origin origin) {
        return new Node(HOST, new Reach.Here(), labels, Optional.empty(), paths, origin);
    }

    /** Whether this is the machine that Volta runs on, under the name that it always has. */
    public boolean isHost() {
        return reach instanceof Reach.Here && name.equals(HOST);
    }

    /** The same node, reached by another way. */
    public Node reachedBy(Reach other) {
        return new Node(name, other, labels, vm, paths, origin);
    }

    /** The same node in another machine. */
    public Node with(VmSpec other) {
        return new Node(name, reach, labels, Optional.of(other), paths, origin);
    }

    /** What the services of the fleet may call this node by: {@code ${node.address}}. */
    public String address() {
        return switch (reach) {
            case Reach.Here _ -> "127.0.0.1";
            case Reach.Ssh ssh -> ssh.address();
        };
    }
}
