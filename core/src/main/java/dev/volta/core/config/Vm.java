package dev.volta.core.config;

/** A virtual machine that Volta boots before it reaches the node in it. */
public record Vm(Architecture arch, ByteSize memory, int cpus) {
    public Vm {
        if (cpus < 1) {
            throw BadValueException.expected("'" + cpus + "' is no number of CPUs", "at least 1");
        }
    }
}
