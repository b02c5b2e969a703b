package dev.volta.core.launcher.node;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What this process itself has used. */
final class OwnMemory {
    private static final String PEAK = "VmHWM:";

    private OwnMemory() {}

    /** The most resident memory it had at a time (proc_pid_status(5)). */
    static long peakBytes() throws IOException {
        try (var in = new FileInputStream("/proc/self/status")) {
            var status = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            var start = status.indexOf(PEAK) + PEAK.length();
            return Long.parseLong(
                            status.substring(start, status.indexOf("kB", start)).strip())
                    << 10;
        }
    }
}
