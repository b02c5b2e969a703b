package dev.volta.core.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A virtual machine that Volta boots before it reaches the node in it.
 *
 * @param disk the size of the disk that it keeps
 * @param network what it reaches
 * @param image a folder that {@code volta image build} made; absent: the one that it made last for {@code arch}
 */
public record VmSpec(
        Architecture arch,
        ByteSize memory,
        int cpus,
        ByteSize disk,
        Acceleration accel,
        GuestNetwork network,
        Optional<Path> image) {
    public static final ByteSize LEAST_MEMORY = ByteSize.parse("128MiB");
    public static final ByteSize LEAST_DISK = ByteSize.parse("64MiB");

    /** A file of ext4 has less than 16 TiB. */
    public static final ByteSize MOST_DISK = ByteSize.parse("15TiB");

    /** What runs the machine's instructions. */
    public enum Acceleration {
        /** KVM if a kernel runs with it here, else {@link #TCG}. */
        AUTO,
        /** This machine's own processors. */
        KVM,
        /** QEMU's translator. */
        TCG
    }

    public VmSpec {
        if (cpus < 1) {
            throw BadValueException.expected("'" + cpus + "' is not a number of CPUs", "at least 1");
        }
        if (memory.bytes() < LEAST_MEMORY.bytes()) {
            throw BadValueException.expected("a memory of " + memory + " is too small", "at least " + LEAST_MEMORY);
        }
        if (disk.bytes() < LEAST_DISK.bytes()) {
            throw BadValueException.expected("a disk of " + disk + " is too small", "at least " + LEAST_DISK);
        }
        if (disk.bytes() > MOST_DISK.bytes()) {
            throw BadValueException.expected("a disk of " + disk + " is too large", "at most " + MOST_DISK);
        }
    }
}
