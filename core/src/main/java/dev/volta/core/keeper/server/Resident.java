package dev.volta.core.keeper.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process has from the kernel: {@code VmRSS} of proc_pid_status(5). */
final class Resident {
    private static final String KEY = "VmRSS:";

    private Resident() {}

    static long bytes() {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(KEY)) {
                    return 1024
                            * Long.parseLong(
                                    line.replace(KEY, "").replace("kB", "").strip());
                }
            }
        } catch (IOException _) {
            // a kernel without it
        }
        return 0;
    }
}
