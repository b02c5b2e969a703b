package dev.volta.core.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A virtual machine that Volta boots before it reaches the node in it.
 *
 * @param image a folder that {@code volta image build} made; absent: the one that it made last for {@code arch}
 */
public record Vm(Architecture arch, ByteSize memory, int cpus, Acceleration accel, Optional<Path> image) {
    /** What runs the machine's instructions. */
    public enum Acceleration {
        /** KVM if a kernel runs with it here, else {@link #TCG}. */
        AUTO,
        /** This machine's own processors. */
        KVM,
        /** QEMU's translator. */
        TCG
    }

    public Vm {
        if (cpus < 1) {
            throw BadValueException.expected("'" + cpus + "' is no number of CPUs", "at least 1");
        }
    }
}
