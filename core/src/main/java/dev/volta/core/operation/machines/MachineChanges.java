package dev.volta.core.operation.machines;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Node;
import dev.volta.core.config.VmSpec;
import java.util.Optional;

/** What machines are to be like, other than they are described. */
public record MachineChanges(
        Optional<Architecture> architecture,
        Optional<ByteSize> memory,
        Optional<Integer> cpus,
        Optional<VmSpec.Acceleration> acceleration,
        Optional<GuestNetwork> network) {
    /**
     * The machine {@code node} as it is to be.
     *
     * @throws BadValueException if there is no such machine
     */
    Node over(Node node) {
        return node.with(over(node.vm().orElseThrow()));
    }

    private VmSpec over(VmSpec described) {
        var arch = architecture.orElse(described.arch());
        return new VmSpec(
                arch,
                memory.orElse(described.memory()),
                cpus.orElse(described.cpus()),
                described.disk(),
                acceleration.orElse(described.accel()),
                network.orElse(described.network()),
                arch == described.arch() ? described.image() : Optional.empty());
    }
}
