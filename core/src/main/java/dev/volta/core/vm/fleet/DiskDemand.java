package dev.volta.core.vm.fleet;

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

    private DiskDemand() {}

    /** Why the disks of {@code machines} more do not fit into {@code free} bytes; empty if they do. */
    static Optional<String> refusal(int machines, Path folder, long free) {
        var wanted = LEFT + machines * EACH;
        if (wanted * MIB <= free) {
            return Optional.empty();
        }
        return Optional.of(
                "%d more virtual machines need %d MiB for their disks at first (%d MiB for each and %d MiB to write"
                                .formatted(machines, wanted, EACH, LEFT)
                        + " to), but %d MiB are free where %s is; make room, or end machines with volta vm down --purge"
                                .formatted(free / MIB, folder));
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
            throw new VmException("cannot see how much room there is in " + there + ": " + e, e);
        }
    }
}
