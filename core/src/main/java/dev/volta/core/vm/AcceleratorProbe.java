package dev.volta.core.vm;

import dev.volta.core.remote.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether KVM runs guests here. That {@code /dev/kvm} opens proves little: on some hosts that are guests
 * themselves, a kernel then dies or hangs. So the image's kernel is run without a disk: it finds no root file system,
 * panics and thereby ends QEMU.
 */
public final class AcceleratorProbe {
    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String PROOF = "Kernel panic - not syncing: VFS";

    private AcceleratorProbe() {}

    /** An accelerator, and in a few words why it was chosen. */
    public record Choice(Accelerator accelerator, String reason) {}

    /**
     * Chooses for guests of {@code image}; takes up to two seconds.
     *
     * @param folder where a log may be written meanwhile
     */
    public static Choice choose(VmImage image, Path folder) throws InterruptedException {
        var obstacle = obstacle(image.architecture());
        if (obstacle.isPresent()) {
            return new Choice(Accelerator.tcg, obstacle.get());
        }
        try {
            return run(command(image), Files.createTempFile(folder, "volta-kvm-probe-", ".log"));
        } catch (IOException e) {
            throw new VmException("cannot try KVM: " + IoReason.withFile(e), e);
        }
    }

    /** What can be seen to keep KVM from running guests of an architecture, without trying it. */
    public static Optional<String> obstacle(GuestArchitecture architecture) {
        if (!architecture.isHost()) {
            return Optional.of(architecture + " is not this machine's architecture");
        }
        if (!Files.exists(DEVICE)) {
            return Optional.of("there is no " + DEVICE);
        }
        return Files.isReadable(DEVICE) && Files.isWritable(DEVICE)
                ? Optional.empty()
                : Optional.of("you may not use " + DEVICE + "; join its group");
    }

    static List<String> command(VmImage image) {
        return List.of(
                image.architecture().program(),
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot",
                "-machine",
                image.architecture().machine(),
                "-cpu",
                image.architecture().cpu(Accelerator.kvm),
                "-accel",
                "kvm",
                "-m",
                "128M",
                "-serial",
                "stdio",
                "-kernel",
                image.kernel().toString(),
                "-append",
                "console=ttyS0 panic=-1");
    }

    private static Choice run(List<String> command, Path log) throws IOException, InterruptedException {
        var process = QemuProcess.start(command, log, VmFiles.usualTemporary());
        try {
            return judge(process.awaitEnd(LIMIT), process.exitStatus(), Files.readAllLines(log));
        } finally {
            process.kill();
            Files.deleteIfExists(log);
        }
    }

    static Choice judge(boolean ended, int exit, List<String> printed) {
        if (ended && exit == 0 && printed.stream().anyMatch(line -> line.contains(PROOF))) {
            return new Choice(Accelerator.kvm, "a kernel ran with it");
        }
        if (!ended) {
            return new Choice(
                    Accelerator.tcg,
                    DEVICE + " opens, but a kernel did not get through in " + LIMIT.toSeconds() + " s");
        }
        var last = printed.isEmpty() ? "exit status " + exit : printed.getLast().strip();
        return new Choice(Accelerator.tcg, DEVICE + " opens, but no kernel runs with it: " + last);
    }
}
