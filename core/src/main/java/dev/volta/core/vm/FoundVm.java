package dev.volta.core.vm;

import dev.volta.core.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A machine whose QEMU runs here, known by its process and not by what was written down about it. */
public final class FoundVm {
    private final Path folder;
    private final RunningQemu qemu;
    private final QemuRecord record;
    private final boolean recorded;

    private FoundVm(Path folder, RunningQemu qemu, QemuRecord record, boolean recorded) {
        this.folder = folder;
        this.qemu = qemu;
        this.record = record;
        this.recorded = recorded;
    }

    /** As {@code record} describes it, which is about this process. */
    static FoundVm recorded(Path folder, RunningQemu qemu, QemuRecord record) {
        return new FoundVm(folder, qemu, record, true);
    }

    /** One that no record is about. */
    static FoundVm unrecorded(Path folder, RunningQemu qemu) {
        var sockets = qemu.arguments().sockets().orElse(folder);
        var files = new VmFiles(folder, sockets, name(folder, qemu));
        var started = ProcessHandle.of(qemu.process().pid())
                .flatMap(process -> process.info().startInstant())
                .orElse(Instant.EPOCH);
        var record =
                QemuRecord.of(qemu.process(), started, files, qemu.arguments().origin());
        return new FoundVm(folder, qemu, record, false);
    }

    /** The one that its sockets are called by: its folder may have been renamed. */
    private static String name(Path folder, RunningQemu qemu) {
        return qemu.arguments().name().orElseGet(() -> folder.getFileName().toString());
    }

    QemuRecord record() {
        return record;
    }

    /** Writes down which process it is. */
    public void writeDown() throws IOException {
        record.write(VmFiles.process(folder));
    }

    public long pid() {
        return qemu.process().pid();
    }

    public Instant started() {
        return Instant.ofEpochMilli(record.started());
    }

    /** Its files where they are now; its sockets where QEMU made them. */
    public VmFiles files() {
        var sockets = qemu.arguments().sockets().orElseGet(() -> Path.of(record.sockets()));
        return new VmFiles(
                folder, sockets, name(folder, qemu), qemu.temporaryFolder().orElseGet(VmFiles::usualTemporary));
    }

    /** As its command line describes it; empty if QEMU was not started by {@link QemuCommand}. */
    public Optional<VmDescription> description() {
        return qemu.arguments().description(new ByteSize(diskBytes()));
    }

    /** Of a file that was emptied or removed nobody knows any more. */
    private long diskBytes() {
        try {
            var bytes = Files.size(folder.resolve(VmFiles.DISK));
            return bytes == 0 ? KeptDisk.USUAL.bytes() : bytes;
        } catch (IOException e) {
            return KeptDisk.USUAL.bytes();
        }
    }

    /** Whether something is written down about it here. */
    public boolean isRecorded() {
        return recorded;
    }

    /**
     * Whether it is marked beside its record once it has got ready. Versions before those that wrote down the boot had that
     * mark beside its sockets, where it may have been removed since.
     */
    public boolean isMarkedWhenReady() {
        return recorded && record.boot() != null;
    }

    /** Whether it is this user's, who may end it and talk to it. */
    public boolean isOurs() {
        return qemu.isOurs();
    }

    /** Whether somebody stopped it by a signal, so that it cannot answer. */
    public boolean isStopped() {
        return qemu.process().isStopped();
    }

    /** Lets it go on. */
    public void resume() throws InterruptedException {
        QemuProcess.of(qemu.process()).resume();
    }

    public boolean isAlive() {
        return qemu.process().isAlive();
    }

    /**
     * Ends QEMU, and what the guest has not written back is lost: it is asked by a signal, and killed if it does not end.
     *
     * @throws VmException if it is still there
     */
    public void end(Duration limit) throws InterruptedException {
        var process = QemuProcess.of(qemu.process());
        if (process.isAlive()) {
            ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
            process.awaitEnd(limit);
        }
        process.kill();
    }
}
