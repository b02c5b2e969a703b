package dev.volta.core.vm;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Port;
import java.util.Optional;

/**
 * A virtual machine as it is wanted.
 *
 * @param name its host name
 * @param memory at least 128 MiB, of which whole MiB count; Java in the guest takes 384
 * @param ssh the port of this machine's loopback address that leads to the guest's SSH server
 * @param disk the size of the disk that it keeps, of which whole MiB count
 * @param network what it reaches; empty where an earlier version started it, which did not say
 */
public record VmDescription(
        String name,
        VmImage image,
        ByteSize memory,
        int cpus,
        Port ssh,
        Accelerator accelerator,
        ByteSize disk,
        Optional<GuestNetwork> network) {
    private static final long MIB = 1 << 20;
    private static final long LEAST_MIB = 128;

    public VmDescription {
        if (!isHostName(name)) {
            throw new IllegalArgumentException("'" + name + "' is no host name");
        }
        if (memory.bytes() / MIB < LEAST_MIB) {
            throw new IllegalArgumentException("a guest needs at least " + LEAST_MIB + "MiB, not " + memory);
        }
        if (cpus < 1) {
            throw new IllegalArgumentException("a guest needs at least one processor, not " + cpus);
        }
    }

    /** Whether a guest can be called so: a label of RFC 1123. */
    public static boolean isHostName(String name) {
        return name.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    }

    /** With a disk of the usual size, and isolated. */
    public VmDescription(String name, VmImage image, ByteSize memory, int cpus, Port ssh, Accelerator accelerator) {
        this(name, image, memory, cpus, ssh, accelerator, KeptDisk.USUAL, Optional.of(GuestNetwork.ISOLATED));
    }

    /** Whether a machine that runs as this says is what {@code wanted} says. */
    public boolean serves(VmDescription wanted) {
        return equals(network.isPresent() ? wanted : wanted.on(network));
    }

    private VmDescription on(Optional<GuestNetwork> other) {
        return new VmDescription(name, image, memory, cpus, ssh, accelerator, disk, other);
    }

    long diskMebibytes() {
        return disk.bytes() / MIB;
    }

    long memoryMebibytes() {
        return memory.bytes() / MIB;
    }
}
