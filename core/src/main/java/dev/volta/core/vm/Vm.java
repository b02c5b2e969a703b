package dev.volta.core.vm;

import dev.volta.core.vm.GuestPort.SilentGuest;
import dev.volta.core.vm.link.GuestLink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A running virtual machine. Closing it ends it in order: the guest is asked to switch itself off, then the power button
 * is pressed, then QEMU is asked to quit, then it is killed; each step has a limit. A guest that never got ready is not
 * asked. When the process that has it dies, QEMU and the guest go on, and another process may {@link #adopt} them.
 */
public final class Vm implements AutoCloseable {
    private static final Duration GUEST_OFF = Duration.ofSeconds(60);
    private static final Duration BUTTON = Duration.ofSeconds(3);
    private static final Duration QUIT = Duration.ofSeconds(2);
    private static final Duration GONE = Duration.ofMillis(5);

    private final VmDescription description;
    private final VmFiles files;
    private final QemuProcess qemu;
    private final QemuRecord record;
    private final QmpClient qmp;
    private final GuestPort guest;
    private final GuestLink link;
    private final CompletableFuture<Void> ended;
    private boolean ready;

    Vm(
            VmDescription description,
            VmFiles files,
            QemuProcess qemu,
            QemuRecord record,
            QmpClient qmp,
            GuestPort guest,
            GuestLink link) {
        this.description = description;
        this.files = files;
        this.qemu = qemu;
        this.record = record;
        this.qmp = qmp;
        this.guest = guest;
        this.link = link;
        this.ended = qemu.ended(qmp.ended());
    }

    /**
     * Takes over a machine whose owner has died, and whose guest was ready by then. Its end is told by the next owner's
     * {@link #ended()} like that of a child.
     *
     * @param description as it was started
     * @throws VmException if it does not run any more, with its last words
     */
    public static Vm adopt(VmDescription description, VmFiles files) throws InterruptedException {
        var vm = Launch.adopt(description, files);
        vm.ready = true;
        return vm;
    }

    /** Whether the QEMU that is written down in {@code files} runs. */
    public static boolean runs(VmFiles files) {
        try {
            return QemuRecord.read(files.process())
                    .filter(record -> record.sockets().equals(files.sockets().toString()))
                    .filter(record -> record.process().isAlive())
                    .isPresent();
        } catch (IOException e) {
            throw new VmException("cannot see whether " + files.name() + " runs: " + e, e);
        }
    }

    public VmDescription description() {
        return description;
    }

    public Origin origin() {
        return record.from();
    }

    public long pid() {
        return record.pid();
    }

    /** When its QEMU was started. */
    public Instant started() {
        return Instant.ofEpochMilli(record.started());
    }

    /**
     * What its QEMU has in memory now.
     *
     * @throws VmException if it has ended
     */
    public VmMemory memory() {
        return qemu.identity().memory();
    }

    /**
     * Completed when QEMU has ended, whoever ended it: {@link #stop()}, the guest (which switched itself off, or whose
     * kernel panicked), or a signal. {@link #lastWords()} are there then.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** The last lines of the guest's console and of QEMU's own log, for a message. */
    public String lastWords() {
        return LogTail.of(files.serial(), "console") + LogTail.of(files.qemuLog(), "QEMU");
    }

    /**
     * Gives the guest its identity and waits until its SSH server accepts logins, by the guest's own word.
     *
     * @throws VmException if that does not come in time, with the last lines of the guest's console
     */
    public void awaitReady(GuestIdentity identity, Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        try {
            if (origin() instanceof Origin.Cold && !ready) {
                guest.awaitHello(limit);
            }
            guest.introduce(identity, InstantSource.system().instant());
            guest.awaitReady(Duration.ofNanos(deadline - System.nanoTime()));
            ready = true;
        } catch (GuestRefusal e) {
            throw e.about(description, files);
        } catch (SilentGuest e) {
            throw notReady("did not get ready within " + limit.toSeconds() + " s", e);
        } catch (IOException e) {
            throw notReady("did not get ready", e);
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

    VmException notReady(String what, Exception e) {
        return new VmException(
                "%s %s: %s%s"
                        .formatted(
                                description.name(),
                                what,
                                e.getMessage(),
                                qemu.isAlive() ? LogTail.of(files.serial(), "console") : lastWords()),
                e);
    }

    QmpClient qmp() {
        return qmp;
    }

    GuestPort guest() {
        return guest;
    }

    /** Leads between sockets of the guest and of this machine. */
    public GuestLink link() {
        return link;
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
            kill();
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
            return qemu.awaitEnd(GONE);
        }
        return qemu.awaitEnd(limit);
    }

    /** Lets go of the machine, which goes on and may be adopted. */
    public void release() {
        qmp.close();
        guest.close();
        link.close();
    }

    /** Ends QEMU at once, whatever the guest does. */
    void kill() {
        qemu.kill();
        qmp.close();
        guest.close();
        link.close();
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
