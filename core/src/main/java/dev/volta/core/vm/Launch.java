package dev.volta.core.vm;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.QemuCommand.Start;
import dev.volta.core.vm.link.GuestLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts QEMU, or takes over one that runs, and connects to it. */
final class Launch {
    private static final Duration CONNECTED = Duration.ofSeconds(10);
    /** For a QEMU that has closed its sockets to be gone. */
    private static final Duration ENDING = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private Launch() {}

    static RunningVm start(VmDescription description, VmFiles files, Start start, BootOrigin origin)
            throws InterruptedException {
        VmImage.lacking(needed(description.image(), start)).ifPresent(lack -> {
            throw new VmException(lack);
        });
        var version = QemuVersion.of(description.image().architecture());
        try {
            files.prepare();
            if (!(start instanceof Start.Making)) {
                KeptDisk.prepare(description.name(), files.disk(), description.diskMebibytes());
            }
            return linked(description, files, link -> {
                try (var listener = GuestListener.bind(files.agent())) {
                    var qemu = QemuProcess.start(
                            QemuCommand.of(description, files, version, start), files.qemuLog(), files.temporary());
                    return connect(description, files, qemu, listener, link, origin);
                }
            });
        } catch (IOException e) {
            throw new VmException("cannot start " + description.name() + ": " + IoReason.withFile(e), e);
        }
    }

    private interface Linked {
        RunningVm with(GuestLink link) throws IOException, InterruptedException;
    }

    private static RunningVm linked(VmDescription description, VmFiles files, Linked connecting)
            throws IOException, InterruptedException {
        var link = GuestLink.listen(new NodeName(description.name()), files.link());
        try {
            return connecting.with(link);
        } catch (Throwable e) { // also of an error nothing may be left
            link.close();
            throw e;
        }
    }

    private static List<Path> needed(VmImage image, Start start) {
        return start instanceof Start.Resuming
                ? List.of(image.rootfs())
                : List.of(image.rootfs(), image.kernel(), image.initrd());
    }

    private static RunningVm connect(
            VmDescription description,
            VmFiles files,
            QemuProcess qemu,
            GuestListener listener,
            GuestLink link,
            BootOrigin origin)
            throws IOException, InterruptedException {
        var record = QemuRecord.of(qemu.identity(), InstantSource.system().instant(), files, origin);
        try {
            record.write(files.process());
            return connected(description, files, qemu, listener, link, record);
        } catch (Throwable e) { // also of an error nothing may be left
            qemu.kill();
            files.removeTraces();
            throw e;
        }
    }

    /** QEMU listens for its protocol before it connects to the guest's port. */
    private static RunningVm connected(
            VmDescription description,
            VmFiles files,
            QemuProcess qemu,
            GuestListener listener,
            GuestLink link,
            QemuRecord record)
            throws InterruptedException {
        try {
            var guest = listener.accept(qemu, CONNECTED);
            return new RunningVm(description, files, qemu, record, QmpClient.connect(files.qmp(), ANSWER), guest, link);
        } catch (IOException | VmException e) {
            throw notStarted(description.name(), files.qemuLog(), qemu, e);
        }
    }

    /** With the last lines that QEMU printed; one that ends is waited for, so that its end is the reason. */
    static VmException notStarted(String name, Path log, QemuProcess qemu, Exception e) throws InterruptedException {
        var why = qemu.awaitEnd(ENDING)
                ? "QEMU did not start " + name + qemu.ending()
                : "QEMU does not start " + name + ": " + e.getMessage();
        return new VmException(why + LogTail.of(log, "QEMU"), e);
    }

    static RunningVm adopt(VmDescription description, VmFiles files) throws InterruptedException {
        try {
            var record = QemuRecord.read(files.process());
            if (record.isEmpty()) {
                throw new VmException(
                        description.name() + " was not started, or was ended: there is no " + files.process());
            }
            if (!record.get().isAlive()) {
                throw new VmException(description.name() + " has ended meanwhile"
                        + LogTail.of(files.serial(), "console")
                        + LogTail.of(files.qemuLog(), "QEMU"));
            }
            return adopt(description, files, record.get(), CONNECTED);
        } catch (IOException e) {
            throw new VmException("cannot take over " + description.name() + ": " + IoReason.withFile(e), e);
        }
    }

    static RunningVm adopt(VmDescription description, VmFiles files, QemuRecord record, Duration limit)
            throws InterruptedException {
        try {
            files.ensureSockets();
            return linked(description, files, link -> {
                try (var listener = GuestListener.bind(files.agent())) {
                    var qemu = QemuProcess.of(record.process());
                    var guest = listener.accept(qemu, limit);
                    return new RunningVm(description, files, qemu, record, qmp(files), guest, link);
                }
            });
        } catch (IOException e) {
            throw new VmException("cannot take over " + description.name() + ": " + IoReason.withFile(e), e);
        }
    }

    /** Null if its socket was removed: a machine that answers on its other one can do without. */
    private static @Nullable QmpClient qmp(VmFiles files) throws IOException, InterruptedException {
        if (!Files.exists(files.qmp())) {
            return null;
        }
        var qmp = QmpClient.connect(files.qmp(), ANSWER);
        if (VmRunState.of(qmp.status()) instanceof VmRunState.Paused paused && paused.lacksRoom()) {
            qmp.diskErrors().foundStopped();
        }
        return qmp;
    }
}
