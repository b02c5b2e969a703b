package dev.volta.core.vm;

import dev.volta.core.config.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the machine of a folder runs. What is written down there may be lost, torn, copied from another folder, or of
 * another host, so processes and locks decide: a QEMU that has the folder's disk open is its machine, wherever the folder
 * was when it started.
 */
public sealed interface VmLiveness {
    /** Nothing runs that the files are about. */
    record Dead() implements VmLiveness {}

    record Alive(FoundVm vm) implements VmLiveness {}

    /**
     * It runs, or may run, where this process cannot see it.
     *
     * @param since when it was started; 1970 if that is not known
     */
    record OutOfReach(String reason, Instant since) implements VmLiveness {}

    /** Of the machine that has this folder. */
    static VmLiveness of(Path folder) {
        return of(folder, RunningQemu.all());
    }

    /** Of the machines that have these folders. */
    static Map<Path, VmLiveness> of(List<Path> folders) {
        var running = RunningQemu.all();
        var found = new LinkedHashMap<Path, VmLiveness>();
        folders.forEach(folder -> found.put(folder, of(folder, running)));
        return found;
    }

    /** The folders in {@code vms} that a machine which runs has, or had before it was removed, files or not. */
    static List<Path> inUse(Path vms) {
        var found = new ArrayList<Path>();
        for (var qemu : RunningQemu.all()) {
            disk(qemu)
                    .map(Path::getParent)
                    .filter(folder -> vms.equals(folder.getParent()))
                    .ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** The ports of this machine that lead to those which have the folders in {@code vms}, files or not. */
    static Map<Path, Port> ports(Path vms) {
        var found = new LinkedHashMap<Path, Port>();
        for (var qemu : RunningQemu.all()) {
            if (!qemu.isOurs() && qemu.files().isEmpty()) {
                continue; // which port it has, only its arguments tell
            }
            disk(qemu)
                    .map(Path::getParent)
                    .filter(folder -> vms.equals(folder.getParent()))
                    .ifPresent(folder -> qemu.arguments().ssh().ifPresent(port -> found.put(folder, port)));
        }
        return found;
    }

    /** Which machine of any fleet listens on a port of this machine, in words, with what can be done; empty if none. */
    static Optional<String> at(Port port) {
        return RunningQemu.all().stream()
                .filter(qemu -> qemu.arguments().ssh().filter(port::equals).isPresent())
                .map(VmLiveness::told)
                .findFirst();
    }

    private static String told(RunningQemu qemu) {
        if (!qemu.isOurs()) {
            return "another user, probably by process " + qemu.process().pid() + "; choose another one";
        }
        return "the virtual machine " + qemu.arguments().name().orElse("of another program")
                + disk(qemu).map(Path::getParent).map(folder -> " of " + folder).orElse("")
                + " (process " + qemu.process().pid() + "); choose another one, or end that machine where it was"
                + " started";
    }

    private static VmLiveness of(Path folder, List<RunningQemu> running) {
        Optional<QemuRecord> record;
        String damage = null;
        try {
            record = QemuRecord.read(folder.resolve(VmFiles.PROCESS));
        } catch (IOException e) {
            record = Optional.empty();
            damage = e.getMessage();
        }
        var found = recorded(folder, record, running).or(() -> unrecorded(folder, running));
        if (found.isPresent()) {
            return new Alive(found.get());
        }
        try {
            return unseen(folder.resolve(VmFiles.DISK), record, damage);
        } catch (IOException e) {
            return outOfReach("it cannot be seen whether it runs: " + e.getMessage(), record);
        }
    }

    private static Optional<FoundVm> recorded(Path folder, Optional<QemuRecord> record, List<RunningQemu> running) {
        if (record.filter(QemuRecord::isAlive).isEmpty()) {
            return Optional.empty();
        }
        var disk = RunningQemu.key(folder.resolve(VmFiles.DISK));
        return running.stream()
                .filter(qemu -> qemu.process().equals(record.get().process()))
                .filter(qemu -> has(qemu, disk) || (qemu.isOurs() && !hasAnother(qemu)))
                .map(qemu -> FoundVm.recorded(folder, qemu, record.get()))
                .findFirst();
    }

    private static Optional<FoundVm> unrecorded(Path folder, List<RunningQemu> running) {
        var disk = RunningQemu.key(folder.resolve(VmFiles.DISK));
        var path = folder.resolve(VmFiles.DISK);
        return running.stream()
                .filter(qemu -> has(qemu, disk)
                        || (!hasAnother(qemu) && disk(qemu).filter(path::equals).isPresent()))
                .sorted(Comparator.comparing(qemu -> !qemu.isOurs()))
                .map(qemu -> FoundVm.unrecorded(folder, qemu))
                .findFirst();
    }

    private static boolean has(RunningQemu qemu, @Nullable Object disk) {
        return disk != null && qemu.hasOpen(disk);
    }

    /** Whether its disk is in some other folder: then files that name its process were copied from there. */
    private static boolean hasAnother(RunningQemu qemu) {
        return qemu.disk().filter(disk -> !disk.removed()).isPresent();
    }

    /** Where its disk is or was; by its command line if its files do not show. */
    private static Optional<Path> disk(RunningQemu qemu) {
        var disk = qemu.disk()
                .map(RunningQemu.OpenFile::path)
                .or(() -> qemu.files().isEmpty() ? qemu.arguments().drive(QemuCommand.KEPT) : Optional.empty());
        return qemu.isOurs() ? disk : disk.filter(path -> isProven(qemu, path));
    }

    /** Whether a process of another user has this very file open, and not one of that name in a place of its own. */
    private static boolean isProven(RunningQemu qemu, Path disk) {
        if (!qemu.files().isEmpty()) {
            return has(qemu, RunningQemu.key(disk));
        }
        try {
            return Files.exists(disk) && FileUse.isLockedImage(disk);
        } catch (IOException e) {
            return false; // whoever may not open it has no machine there
        }
    }

    private static VmLiveness unseen(Path disk, Optional<QemuRecord> record, @Nullable String damage)
            throws IOException {
        var there = Files.exists(disk);
        if (record.isEmpty()) {
            return damage != null && there && FileUse.isLockedImage(disk)
                    ? outOfReach("a QEMU that cannot be seen from here has its disk, and " + damage, record)
                    : new Dead();
        }
        var place = record.get().place();
        var here = HostIdentity.here();
        if (place.sameProcesses(here)) {
            return new Dead();
        }
        if (there && FileUse.isLockedImage(disk)) {
            return outOfReach(
                    place.sameKernel(here)
                            ? "it runs in another PID namespace, as containers have: end it there"
                            : "it runs on the host " + place.name() + ": end it there",
                    record);
        }
        var folder = Objects.requireNonNull(disk.getParent());
        return !place.sameKernel(here) && !place.name().equals(here.name()) && FileUse.isRemote(folder)
                ? outOfReach(
                        "it was started on the host " + place.name()
                                + ", and this file system does not tell whether it still runs; if it does not, remove "
                                + folder.resolve(VmFiles.PROCESS),
                        record)
                : new Dead();
    }

    private static OutOfReach outOfReach(String reason, Optional<QemuRecord> record) {
        return new OutOfReach(
                reason, record.map(one -> Instant.ofEpochMilli(one.started())).orElse(Instant.EPOCH));
    }
}
