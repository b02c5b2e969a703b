package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * How a node is reached, and how its machine is recognised.
 *
 * @param reach as the description has it, with the user who logs in
 * @param host that the ssh configuration leads to; empty where the node is this machine
 * @param port the same; 0 where the node is this machine
 * @param hostKeys fingerprints of the host keys that were pinned for it; empty where none are known
 * @param vm whether it is a virtual machine of the fleet, which its name tells from others
 */
public record MachineAddress(NodeName node, Reach reach, String host, int port, Set<String> hostKeys, boolean vm) {
    public MachineAddress {
        hostKeys = Set.copyOf(hostKeys);
    }

    /** A node that can be connected to at this address, with these folders. */
    public Node toNode(NodePaths paths) {
        return new Node(node, reach, Set.of(), Optional.empty(), paths, new Origin.ByDefault());
    }

    /**
     * Whether both lead to one machine, as far as that can be told without asking it. A host key alone does not tell, because
     * machines that were copied have the same one: the address or the name of the node has to be the same as well.
     */
    public boolean isMachineOf(MachineAddress other) {
        if (vm && other.vm) {
            return node.equals(other.node);
        }
        if (reach instanceof Reach.Here || other.reach instanceof Reach.Here) {
            return reach.equals(other.reach);
        }
        var sameAddress = host.equalsIgnoreCase(other.host) && port == other.port;
        if (hostKeys.isEmpty() || other.hostKeys.isEmpty()) {
            return sameAddress;
        }
        return sharesKey(other) && (sameAddress || node.equals(other.node));
    }

    /** Whether both have a host key in common. */
    public boolean sharesKey(MachineAddress other) {
        return !Collections.disjoint(hostKeys, other.hostKeys);
    }

    /** Whether both have host keys, and none in common. */
    public boolean hasOtherKeysThan(MachineAddress other) {
        return !hostKeys.isEmpty() && !other.hostKeys.isEmpty() && !sharesKey(other);
    }

    /** Who logs in; nobody where the node is this machine. */
    Optional<String> user() {
        return reach instanceof Reach.Ssh ssh ? ssh.user() : Optional.empty();
    }

    /** As people write it. */
    public String told() {
        return reach instanceof Reach.Ssh ssh ? ssh.toString() : "this machine";
    }
}
