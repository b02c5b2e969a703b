package dev.volta.core.vm;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.vm.GuestPort.EndedQemu;
import dev.volta.core.vm.GuestPort.SilentGuest;
import dev.volta.core.vm.QmpClient.QemuGoneException;
import dev.volta.core.vm.QmpClient.SilentQemuException;
import dev.volta.core.vm.RunningQemu.OpenFile;
import dev.volta.core.vm.link.GuestLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A running virtual machine. Closing it ends it in order: the guest is asked to switch itself off, then the power button
 * is pressed, then QEMU is asked to quit, then it is killed; each step has a limit. A guest that never got ready is not
 * asked. When the process that has it dies, QEMU and the guest go on, and another process may {@link #adopt} them.
 */
public final class RunningVm implements AutoCloseable {
    private static final Duration GUEST_OFF = Duration.ofSeconds(60);
    private static final Duration BUTTON = Duration.ofSeconds(3);
    private static final Duration QUIT = Duration.ofSeconds(2);
    private static final Duration GONE = Duration.ofMillis(5);

    /** How often a guest that is switching itself off is looked at: one that stands still never gets there. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** On a busy machine QEMU may be late with an answer; to take it for dead costs what the guest has not written. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final VmDescription description;
    private final VmFiles files;
    private final QemuProcess qemu;
    private final QemuRecord record;
    private final @Nullable QmpClient qmp;
    private final GuestPort guest;
    private final GuestLink link;
    private final CompletableFuture<Void> ended;
    private final @Nullable Object disk;
    private boolean ready;

    RunningVm(
            VmDescription description,
            VmFiles files,
            QemuProcess qemu,
            QemuRecord record,
            @Nullable QmpClient qmp,
            GuestPort guest,
            GuestLink link) {
        this.description = description;
        this.files = files;
        this.qemu = qemu;
        this.record = record;
        this.qmp = qmp;
        this.guest = guest;
        this.link = link;
        this.disk = RunningQemu.key(files.disk());
        this.ended = qemu.ended(qmp == null ? guest.ended() : qmp.ended());
    }

    /**
     * Takes over a machine whose owner has died, and whose guest was ready by then. Its end is told by the next owner's
     * {@link #ended()} like that of a child.
     *
     * @param description as it was started
     * @throws VmException if it does not run any more, with its last words
     */
    public static RunningVm adopt(VmDescription description, VmFiles files) throws InterruptedException {
        var vm = Launch.adopt(description, files);
        vm.ready = true;
        return vm;
    }

    /**
     * The same of one whose owner still ran.
     *
     * @param limit for QEMU to answer
     */
    public static RunningVm adopt(VmDescription description, FoundVm found, Duration limit)
            throws InterruptedException {
        var vm = Launch.adopt(description, found.files(), found.record(), limit);
        vm.ready = true;
        return vm;
    }

    public VmDescription description() {
        return description;
    }

    public BootOrigin origin() {
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
            if (origin() instanceof BootOrigin.Cold && !ready) {
                guest.awaitHello(limit);
            }
            guest.introduce(identity, InstantSource.system().instant());
            guest.awaitReady(Duration.ofNanos(deadline - System.nanoTime()));
            ready = true;
        } catch (GuestRefusal e) {
            throw e.about(description, files);
        } catch (SilentGuest e) {
            throw notReady("did not get ready", limit, e);
        } catch (IOException e) {
            throw notReady("did not get ready", limit, e);
        }
    }

    /** What {@code java -version} says in the guest. */
    public List<String> javaVersion(Duration limit) throws InterruptedException {
        try {
            return guest.javaVersion(limit);
        } catch (IOException | SilentGuest e) {
            throw notReady("did not tell its version of Java", limit, e);
        }
    }

    /** That QEMU has ended is the reason, if it has; time was no matter then. */
    VmException notReady(String what, Duration limit, Exception e) throws InterruptedException {
        var ended = qemu.awaitEnd(e instanceof EndedQemu ? QUIT : GONE);
        var why = ended
                ? what + ": QEMU ended" + endWords()
                : what + " within " + DurationFormat.inWords(limit) + ": " + e.getMessage()
                        + LogTail.of(files.serial(), "console");
        return new VmException(description.name() + " " + why, e);
    }

    /** How QEMU ended, as far as that is known, with the {@link #lastWords}. */
    public String endWords() {
        return qemu.ending() + lastWords();
    }

    QmpClient qmp() {
        if (qmp == null) {
            throw new VmException("the socket of " + description.name() + "'s QEMU is gone: " + files.qmp());
        }
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
        return qmp().status();
    }

    /**
     * What the machine does.
     *
     * @param limit for QEMU to answer
     */
    public VmRunState state(Duration limit) throws InterruptedException {
        if (qemu.identity().isStopped()) {
            return new VmRunState.Silent("its QEMU was stopped (kill -CONT " + pid() + " lets it go on)");
        }
        if (qmp == null) {
            return new VmRunState.Running();
        }
        try {
            return VmRunState.of(qmp.status(limit));
        } catch (SilentQemuException e) {
            return new VmRunState.Silent(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new VmRunState.Silent("its QEMU hung up: " + e.getMessage());
        }
    }

    /** The last error of one of its disks, in words; empty if there was none since it was started or taken over. */
    public Optional<String> diskError() {
        return qmp == null
                ? Optional.empty()
                : qmp.diskErrors()
                        .last()
                        .map(error -> "disk errors, last at " + error.at() + ": "
                                + (error.noSpace() ? "no room in " + folderOf(error.drive()) : error.reason()));
    }

    private Path folderOf(String drive) {
        return drive.equals(QemuCommand.KEPT)
                ? files.folder()
                : temporaryFolder().orElseGet(VmFiles::usualTemporary);
    }

    /** Whether it stands still since one of its disks had no room. */
    public boolean standsStillForRoom() {
        return qmp != null && qmp.diskErrors().stoppedTheMachine();
    }

    /** Whether so many bytes are free wherever it writes. */
    public boolean hasRoom(long bytes) {
        try {
            var folders = List.of(files.folder(), temporaryFolder().orElseGet(VmFiles::usualTemporary));
            for (var folder : folders) {
                if (Files.getFileStore(folder).getUsableSpace() < bytes) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // it is tried again
        }
    }

    /** Whether its disk is in another folder by now, where somebody moved it with all that belongs to the machine. */
    public boolean wasMoved() {
        return hasAnotherDisk() && openDisk().filter(open -> !open.removed()).isPresent();
    }

    /** Whether its disk was removed while it runs, and will be gone with it. */
    public boolean hasLostItsDisk() {
        return hasAnotherDisk() && openDisk().filter(OpenFile::removed).isPresent();
    }

    private boolean hasAnotherDisk() {
        return disk == null || !disk.equals(RunningQemu.key(files.disk()));
    }

    private Optional<OpenFile> openDisk() {
        return RunningQemu.of(pid()).flatMap(RunningQemu::disk);
    }

    public boolean isAlive() {
        return qemu.isAlive();
    }

    /** The folder that this machine has its changes to the image in, if that can be seen. */
    public Optional<Path> temporaryFolder() {
        return RunningQemu.of(pid()).flatMap(RunningQemu::temporaryFolder);
    }

    /** Lets a machine go on that stands still; its clock stood still too, and is set. */
    public void proceed() throws IOException, InterruptedException {
        if (qemu.identity().isStopped()) {
            qemu.resume();
        }
        try {
            qmp().proceed();
        } catch (QemuGoneException e) {
            if (qemu.awaitEnd(QUIT)) {
                throw new VmException("QEMU ended" + endWords(), e);
            }
            throw e;
        }
        guest.tellTime(InstantSource.system().instant());
    }

    /** Sets the guest's clock, which stood still as long as the machine or this one did. */
    public void setClock() throws IOException, InterruptedException {
        if (ready && state(ANSWER) instanceof VmRunState.Running) { // one that stands still would hear it too late
            guest.tellTime(InstantSource.system().instant());
        }
    }

    /** Cuts its logs where they have grown long, so that no guest fills this machine's disk with them. */
    public void cutLogs() throws IOException {
        for (var file : List.of(files.serial(), files.qemuLog())) {
            var log = new CutLog(file);
            // an earlier version's QEMU does not append: it would leave a hole of the old size
            if (log.isLong()
                    && RunningQemu.of(pid())
                            .filter(running -> running.arguments().appendsToItsLogs())
                            .isPresent()) {
                log.cut();
            }
        }
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
        if (ready && goesOn()) {
            if (endedBy(guest::powerOff, GUEST_OFF)) {
                return Ending.GUEST;
            }
            if (qmp != null && endedBy(qmp::powerDown, BUTTON)) {
                return Ending.POWER_BUTTON;
            }
        }
        return qmp != null && endedBy(() -> qmp.quit(QUIT), QUIT) ? Ending.QUIT : Ending.KILLED;
    }

    /** Whether the guest can do as it is asked; one that stands still is let go on for that. */
    private boolean goesOn() throws InterruptedException {
        try {
            if (qemu.identity().isStopped()) {
                qemu.resume();
            }
            if (qmp != null && VmRunState.of(qmp.status(ANSWER)) instanceof VmRunState.Paused) {
                qmp.proceed();
            }
            return true;
        } catch (IOException | VmException e) {
            return false;
        }
    }

    /** Whether it ends in time; a guest that stands still is not waited for. */
    private boolean endedBy(Step step, Duration limit) throws InterruptedException {
        try {
            step.take();
        } catch (IOException | VmException e) {
            // It is gone already, or does not listen: the next step is for that.
            return qemu.awaitEnd(GONE);
        }
        var deadline = System.nanoTime() + limit.toNanos();
        while (!qemu.awaitEnd(LOOK.compareTo(limit) < 0 ? LOOK : limit)) {
            if (System.nanoTime() > deadline || state(ANSWER) instanceof VmRunState.Paused) {
                return qemu.awaitEnd(GONE);
            }
        }
        return true;
    }

    /** Lets go of the machine, which goes on and may be adopted. */
    public void release() {
        if (qmp != null) {
            qmp.close();
        }
        guest.close();
        link.close();
    }

    /**
     * Ends QEMU at once, whatever the guest does.
     *
     * @throws VmException if it is still there
     */
    void kill() {
        qemu.kill();
        release();
        try {
            files.removeTraces();
        } catch (IOException e) {
            // as on a file system that is read-only by now: files about a process that has ended mislead nobody
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
