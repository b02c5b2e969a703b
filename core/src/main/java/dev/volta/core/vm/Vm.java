package dev.volta.core.vm;

import dev.volta.core.vm.GuestPort.SilentGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running virtual machine: QEMU as a child of this process, which reaps it. Closing it ends it in order: the guest is
 * asked to switch itself off, then the power button is pressed, then QEMU is asked to quit, then it is killed; each step
 * has a limit. A guest that never got ready is not asked.
 */
public final class Vm implements AutoCloseable {
    private static final Duration SOCKETS = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration GUEST_OFF = Duration.ofSeconds(10);
    private static final Duration BUTTON = Duration.ofSeconds(3);
    private static final Duration QUIT = Duration.ofSeconds(2);
    private static final long LOOK_EVERY_MS = 5;

    private final VmDescription description;
    private final VmFiles files;
    private final Process process;
    private final QmpClient qmp;
    private final GuestPort guest;
    private boolean ready;

    private Vm(VmDescription description, VmFiles files, Process process, QmpClient qmp, GuestPort guest) {
        this.description = description;
        this.files = files;
        this.process = process;
        this.qmp = qmp;
        this.guest = guest;
    }

    /**
     * Starts QEMU, and returns when it talks; the guest boots meanwhile.
     *
     * @throws VmException if it does not start, with QEMU's own words
     */
    public static Vm start(VmDescription description, VmFiles files) throws InterruptedException {
        var image = description.image();
        for (var file : List.of(image.rootfs(), image.kernel(), image.initrd())) {
            if (!Files.isReadable(file)) {
                throw new VmException("the image lacks " + file + "; make it with volta image build");
            }
        }
        try {
            Files.createDirectories(files.folder());
            files.removeTraces();
            Files.deleteIfExists(files.serial());
            var process = QemuProcess.start(QemuCommand.of(description, files), files.qemuLog());
            return connect(description, files, process);
        } catch (IOException e) {
            throw new VmException("cannot start " + description.name() + ": " + e, e);
        }
    }

    private static Vm connect(VmDescription description, VmFiles files, Process process)
            throws IOException, InterruptedException {
        try {
            awaitSocket(files.qmp(), description, files, process);
            awaitSocket(files.agent(), description, files, process);
            var qmp = QmpClient.connect(files.qmp(), ANSWER);
            return new Vm(description, files, process, qmp, GuestPort.connect(files.agent()));
        } catch (IOException | RuntimeException | InterruptedException e) {
            QemuProcess.kill(process);
            files.removeTraces();
            throw e;
        }
    }

    /** QEMU binds and listens in one go, before it lets the guest run. */
    private static void awaitSocket(Path socket, VmDescription description, VmFiles files, Process process)
            throws InterruptedException {
        var deadline = System.nanoTime() + SOCKETS.toNanos();
        while (!Files.exists(socket)) {
            if (process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                throw new VmException("QEMU did not start %s, exit status %d%s"
                        .formatted(description.name(), process.exitValue(), LogTail.of(files.qemuLog(), "QEMU")));
            }
            if (System.nanoTime() > deadline) {
                throw new VmException("QEMU has not listened on " + socket + " for " + SOCKETS.toSeconds() + " s");
            }
        }
    }

    public VmDescription description() {
        return description;
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Gives the guest its identity and waits until its sshd accepts logins, by the guest's own word.
     *
     * @throws VmException if that does not come in time, with the last lines of the guest's console
     */
    public void awaitReady(GuestIdentity identity, Duration limit) throws InterruptedException {
        try {
            guest.introduce(identity, InstantSource.system().instant());
            guest.awaitReady(limit);
            ready = true;
        } catch (IOException | SilentGuest e) {
            throw notReady("did not get ready within " + limit.toSeconds() + " s", e);
        }
    }

    /** What {@code java -version} says in the guest. */
    public List<String> javaVersion(Duration limit) throws InterruptedException {
        try {
            return guest.javaVersion(limit);
        } catch (IOException | SilentGuest e) {
            throw notReady("did not tell its version of Java within " + limit.toSeconds() + " s", e);
        }
    }

    private VmException notReady(String what, Exception e) {
        var qemu = process.isAlive() ? "" : LogTail.of(files.qemuLog(), "QEMU");
        return new VmException(
                "%s %s: %s%s%s"
                        .formatted(
                                description.name(), what, e.getMessage(), LogTail.of(files.serial(), "console"), qemu),
                e);
    }

    /** QEMU's word for what the machine does, such as {@code running}. */
    public String status() throws IOException, InterruptedException {
        return qmp.status();
    }

    /** Ends the machine, and returns by which step it ended. */
    public Ending stop() throws InterruptedException {
        try {
            return stopInOrder();
        } finally {
            QemuProcess.kill(process);
            close(qmp, guest);
        }
    }

    private Ending stopInOrder() throws InterruptedException {
        if (ready && endedBy(guest::powerOff, GUEST_OFF)) {
            return Ending.GUEST;
        }
        if (ready && endedBy(qmp::powerDown, BUTTON)) {
            return Ending.POWER_BUTTON;
        }
        return endedBy(qmp::quit, QUIT) ? Ending.QUIT : Ending.KILLED;
    }

    private boolean endedBy(Step step, Duration limit) throws InterruptedException {
        try {
            step.take();
        } catch (IOException | VmException e) {
            // It is gone already, or does not listen: the next step is for that.
            return process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        }
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void close(QmpClient client, GuestPort port) {
        client.close();
        port.close();
        try {
            files.removeTraces();
        } catch (IOException e) {
            throw new VmException("what is left of " + description.name() + " cannot be removed: " + e, e);
        }
    }

    /** Like {@link #stop()}; on a thread that is interrupted, QEMU is killed. */
    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What ended a machine. */
    public enum Ending {
        GUEST,
        POWER_BUTTON,
        QUIT,
        KILLED
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }
}
