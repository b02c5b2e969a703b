package dev.volta.core.vm.fleet;

import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether there is room for the disks of some more virtual machines, which take what is written to them. */
final class DiskDemand {
    private static final long MIB = 1 << 20;

    /** A new disk, with logs; in MiB. */
    private static final long EACH = 8;

    /** What should be left for what guests write; in MiB. */
    private static final long LEFT = 64;

    /** That in bytes. */
    static final long LEFT_BYTES = LEFT * MIB;

    private DiskDemand() {}

    /** Why the disks of {@code machines} more do not fit into {@code free} bytes; empty if they do. */
    static Optional<String> refusal(int machines, Path folder, long free) {
        return refusal(
                machines,
                "their disks at first",
                free,
                "where " + folder
                        + " is; make room, or remove the disks of machines that nobody needs any more:"
                        + " volta vm down --purge -l NODE");
    }

    /** Why their changes to the image do not fit into {@code free} bytes of {@code temporary}; empty if they do. */
    static Optional<String> temporaryRefusal(int machines, Path temporary, long free) {
        return refusal(
                machines,
                "changes to their image at first",
                free,
                "in " + temporary + "; make room, or set TMPDIR to a folder with more");
    }

    private static Optional<String> refusal(int machines, String purpose, long free, String whereAndWhatToDo) {
        var wanted = LEFT + machines * EACH;
        return wanted * MIB <= free
                ? Optional.empty()
                : Optional.of(
                        "%d more virtual machines need %d MiB for %s (%d MiB for each and %d MiB to write to), but %d MiB are free %s"
                                .formatted(machines, wanted, purpose, EACH, LEFT, free / MIB, whereAndWhatToDo));
    }

    /** What is free where {@code folder} is or will be, in bytes. */
    static long free(Path folder) {
        var there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            throw new VmException("cannot see how much room there is in " + there + ": " + IoReason.of(e), e);
        }
    }
}
