package dev.volta.core.vm.fleet;

import dev.volta.core.config.VmSpec;
import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.TranslatedCode;
import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether this machine has memory for some more virtual ones. */
final class MemoryDemand {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;

    /** What QEMU itself takes, beside the guest's memory and what it translates. */
    private static final long QEMU = 36;

    private MemoryDemand() {}

    /** Why {@code machines} do not fit into {@code available} bytes; empty if they do. */
    static Optional<String> refusal(List<VmSpec> machines, long available) {
        var own = machines.stream().mapToLong(vm -> vm.memory().bytes()).sum() / MIB;
        var emulators = machines.stream().mapToLong(MemoryDemand::emulator).sum();
        if (own + emulators <= available / MIB) {
            return Optional.empty();
        }
        return Optional.of(
                "%d more virtual machines need %d MiB (%d MiB of their own and %d MiB for QEMU, less with accel: kvm), but %d MiB"
                                .formatted(machines.size(), own + emulators, own, emulators, available / MIB)
                        + " are available; have fewer of them, or give them less memory");
    }

    /** In MiB. Whether KVM runs guests is not known before one is started, so those that may be emulated count as such. */
    private static long emulator(VmSpec vm) {
        return vm.accel() == VmSpec.Acceleration.KVM ? QEMU : QEMU + TranslatedCode.mebibytes(vm.memory());
    }

    /** What this machine could give without swapping: {@code MemAvailable} of proc_meminfo(5), in bytes. */
    static long available() {
        try {
            for (var line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith(AVAILABLE)) {
                    return KIB
                            * Long.parseLong(line.replace(AVAILABLE, "")
                                    .replace("kB", "")
                                    .strip());
                }
            }
        } catch (IOException e) {
            throw new VmException("cannot read " + MEMINFO + ": " + IoReason.of(e), e);
        }
        throw new VmException(MEMINFO + " has no " + AVAILABLE);
    }
}
