package dev.volta.core.vm;

import dev.volta.core.remote.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a process number means the same process: a kernel from one start to the next, and a PID namespace of it.
 *
 * @param boot of the kernel, another one each time that it starts ({@code boot_id} of proc_sys_kernel(5))
 * @param processes the PID namespace, as {@code /proc/self/ns/pid} names it (pid_namespaces(7))
 * @param name the host's name, for messages
 */
record HostIdentity(String boot, String processes, String name) {
    private static final class Here {
        static final HostIdentity IDENTITY = new HostIdentity(
                read("/proc/sys/kernel/random/boot_id"), link("/proc/self/ns/pid"), read("/proc/sys/kernel/hostname"));
    }

    /** That of this process. */
    static HostIdentity here() {
        return Here.IDENTITY;
    }

    boolean sameKernel(HostIdentity other) {
        return boot.equals(other.boot);
    }

    boolean sameProcesses(HostIdentity other) {
        return sameKernel(other) && processes.equals(other.processes);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw new VmException(file + " cannot be read: " + IoReason.of(e), e);
        }
    }

    private static String link(String file) {
        try {
            return Files.readSymbolicLink(Path.of(file)).toString();
        } catch (IOException e) {
            throw new VmException(file + " cannot be read: " + IoReason.of(e), e);
        }
    }
}
