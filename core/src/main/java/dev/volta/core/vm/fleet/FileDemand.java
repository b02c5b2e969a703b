package dev.volta.core.vm.fleet;

import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether this process may open the files that some more virtual machines take, as {@code ulimit -n} limits that. */
final class FileDemand {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String OPEN_FILES = "Max open files";

    /** What Volta and its keeper have open without machines, or one QEMU by itself. */
    private static final long ALONE = 128;

    /** Sockets and pipes of a machine in its keeper. */
    private static final long EACH = 8;

    private static final long USUAL = 1024;

    private FileDemand() {}

    /** Why {@code limit} open files are too few for {@code machines} more; empty if they are not. */
    static Optional<String> refusal(int machines, long limit) {
        var wanted = ALONE + machines * EACH;
        return wanted <= limit
                ? Optional.empty()
                : Optional.of(
                        "%d more virtual machines need %d open files at once, but this process may have %d; raise that limit: ulimit -n %d"
                                .formatted(machines, wanted, limit, Math.max(USUAL, wanted)));
    }

    /** What this process may have open: the soft limit of getrlimit(2), as proc_pid_limits(5) shows it. */
    static long limit() {
        try {
            return Files.readAllLines(LIMITS).stream()
                    .filter(line -> line.startsWith(OPEN_FILES))
                    .map(line -> line.substring(OPEN_FILES.length()).strip().split("\\s+", -1)[0])
                    .mapToLong(word -> word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            throw new VmException("cannot read " + LIMITS + ": " + IoReason.of(e), e);
        }
    }
}
