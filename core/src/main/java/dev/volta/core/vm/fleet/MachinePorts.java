package dev.volta.core.vm.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.vm.VmLiveness;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * Which port of this machine leads to which of a fleet's machines that run. Ports belong to names by the lines of a file, and
 * lines move while machines run: a port alone does not say who answers there.
 */
public record MachinePorts(Map<NodeName, Port> ports) {
    public MachinePorts {
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
    }

    /**
     * A node that is not who its port leads to.
     *
     * @param found what is wrong, to be read behind the node's name
     */
    public record Mismatch(String found, String advice) {
        @Override
        public String toString() {
            return "it " + found + "; " + advice;
        }
    }

    /** Those of the machines in {@code folder}, as the processes tell that run, whatever is written down about them. */
    public static MachinePorts running(Path folder) {
        var ports = new LinkedHashMap<NodeName, Port>();
        VmLiveness.ports(MachineFolders.at(folder).folder()).forEach((machine, port) -> {
            var name = machine.getFileName().toString();
            if (NodeName.isValid(name)) {
                ports.put(new NodeName(name), port);
            }
        });
        return new MachinePorts(ports);
    }

    /** Whether {@code address}, by its text, is the one that machines listen on. */
    public static boolean isHere(String address) {
        return address.equalsIgnoreCase("localhost") || address.equals("127.0.0.1");
    }

    /** Whether its name says no more than its address, as in a list of hosts: then it is not said which machine is meant. */
    public static boolean isCalledByItsAddress(Node node) {
        return node.reach() instanceof Reach.Ssh ssh
                && (node.name().value().equals(ssh.address())
                        || node.name().value().equals(ssh.address() + "-" + ssh.port()));
    }

    /** Why {@code port} does not lead to {@code name}; empty if it may. */
    public Optional<Mismatch> mismatch(NodeName name, Port port) {
        var own = Optional.ofNullable(ports.get(name));
        if (own.filter(port::equals).isPresent()) {
            return Optional.empty();
        }
        var other = ports.entrySet().stream()
                .filter(machine -> machine.getValue().equals(port))
                .map(Entry::getKey)
                .findFirst();
        return own.map(started -> mismatch(name, port, started, other))
                .or(() -> other.map(one -> new Mismatch(
                        "is described with port " + port + ", where the machine of " + one + " runs",
                        "describe both as they run, or end that machine first: volta vm down -l " + one)));
    }

    private static Mismatch mismatch(NodeName name, Port port, Port started, Optional<NodeName> other) {
        return new Mismatch(
                "is described with port " + port + ", and its machine was started with port " + started
                        + other.map(one -> "; " + port + " is the port of the machine of " + one)
                                .orElse(""),
                "put the line back that says " + started + ", or end "
                        + other.map(one -> "both machines first: volta vm down -l " + name + "," + one)
                                .orElse("the machine first: volta vm down -l " + name));
    }
}
