package dev.volta.cli.image;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Port;
import dev.volta.core.vm.AcceleratorProbe;
import dev.volta.core.vm.Boot;
import dev.volta.core.vm.GuestIdentity;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.SshKeyPair;
import dev.volta.core.vm.VmDescription;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * That an image boots, and that Java runs in it.
 *
 * @param readySeconds from the start of QEMU until the guest said that its SSH server accepts logins
 * @param offSeconds from the wish to end it until QEMU had ended
 */
record ImageProof(
        AcceleratorProbe.Choice choice,
        double readySeconds,
        double offSeconds,
        RunningVm.Ending ending,
        List<String> java) {
    private static final String NAME = "proof";
    private static final ByteSize MEMORY = ByteSize.parse("512MiB");
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration JAVA = Duration.ofMinutes(1);
    private static final int SEED = 32;
    private static final double NANOS = 1e9;

    static ImageProof of(VmImage image) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("volta-vm-");
        var files = new VmFiles(folder, folder, NAME);
        try {
            var choice = AcceleratorProbe.choose(image, folder);
            var proof =
                    boot(new VmDescription(NAME, image, MEMORY, 1, freePort(), choice.accelerator()), files, choice);
            for (var file : List.of(files.serial(), files.qemuLog(), files.disk(), folder)) {
                Files.deleteIfExists(file);
            }
            return proof;
        } finally {
            deleteIfEmpty(folder);
        }
    }

    private static ImageProof boot(VmDescription description, VmFiles files, AcceleratorProbe.Choice choice)
            throws InterruptedException {
        var started = System.nanoTime();
        try (var vm = Boot.start(description, files)) {
            vm.awaitReady(identity(description.name()), READY);
            var ready = System.nanoTime();
            var java = vm.javaVersion(JAVA);
            var asked = System.nanoTime();
            var ending = vm.stop();
            var off = System.nanoTime();
            return new ImageProof(choice, (ready - started) / NANOS, (off - asked) / NANOS, ending, java);
        }
    }

    private static GuestIdentity identity(String name) {
        var seed = new byte[SEED];
        new SecureRandom().nextBytes(seed);
        var nobody = new byte[0]; // nobody logs in
        return new GuestIdentity(name, seed, SshKeyPair.generate(name).privateFile(), nobody);
    }

    private static Port freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Port(socket.getLocalPort());
        }
    }

    /** Logs of a boot that failed stay: the message names them. */
    private static void deleteIfEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                return;
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.delete(folder);
    }
}
