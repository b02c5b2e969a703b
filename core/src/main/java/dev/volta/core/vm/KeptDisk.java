package dev.volta.core.vm;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The disk that a machine keeps when it ends: a sparse file with an ext4 file system. */
final class KeptDisk {
    static final ByteSize USUAL = ByteSize.parse("8GiB");

    private static final ByteSize LEAST = VmSpec.LEAST_DISK;

    /** By which the guest finds it; at most 20 characters. */
    static final String SERIAL = "kept";

    private static final String REMOVING = "volta vm down --purge -l ";
    private static final long MIB = 1 << 20;

    private KeptDisk() {}

    /** What to do about a disk that a guest cannot use. */
    static String remedy(String machine, Path file) {
        return "repair it with e2fsck -f " + file + ", or remove it and all on it: " + REMOVING + machine;
    }

    /**
     * Makes it if it is not there.
     *
     * @throws VmException if it cannot be made, or is there and cannot be used, as with another size
     */
    static void prepare(String machine, Path file, long mebibytes) throws IOException, InterruptedException {
        if (Files.exists(file)) {
            requireUsable(machine, file, mebibytes);
            return;
        }
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            make(unfinished, mebibytes);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (VmException e) {
            throw new VmException("the disk " + file + " cannot be made: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void requireUsable(String machine, Path file, long mebibytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            var what = Files.isDirectory(file) ? "a folder" : "no regular file";
            throw unusable(machine, "the disk " + file + " is " + what);
        }
        var there = Files.size(file);
        if (there < LEAST.bytes()) {
            throw unusable(
                    machine,
                    "the disk %s has %s, and a disk has at least %s"
                            .formatted(file, there == 0 ? "0B" : new ByteSize(there), LEAST));
        }
        if (there != mebibytes * MIB) {
            throw new VmException(
                    "the disk %s has %s, but %d MiB are wanted; write disk: %s, or remove it and all on it: %s"
                            .formatted(file, new ByteSize(there), mebibytes, new ByteSize(there), REMOVING + machine));
        }
    }

    private static VmException unusable(String machine, String problem) {
        return new VmException(problem + "; remove it and all on it, and vm up makes a new one: " + REMOVING + machine);
    }

    /** Nothing is written that is zero, and the guest does not make up for that: the file stays small. */
    private static void make(Path file, long mebibytes) throws InterruptedException {
        HostTool.run(
                "e2fsprogs",
                List.of(
                        "mke2fs",
                        "-q",
                        "-F",
                        "-t",
                        "ext4",
                        "-m",
                        "0",
                        "-E",
                        "lazy_itable_init=1,lazy_journal_init=1,root_owner=0:0",
                        file.toString(),
                        mebibytes + "M"));
    }
}
