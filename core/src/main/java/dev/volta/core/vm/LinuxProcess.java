package dev.volta.core.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that is not taken for a later one with its number.
 *
 * @param startTicks start time in clock ticks since boot, field 22 of proc_pid_stat(5); 0 if it was over too soon to know
 */
record LinuxProcess(long pid, long startTicks) {
    private static final int STATE = 0;
    private static final int START = 19;
    private static final int KIB = 1024;

    /** Whatever has this number now. */
    static LinuxProcess now(long pid) {
        return new LinuxProcess(pid, startTicks(pid));
    }

    boolean isAlive() {
        return startTicks != 0 && startTicks(pid) == startTicks;
    }

    /** What it has in memory now (proc_pid_smaps_rollup(5)). */
    VmMemory memory() {
        try {
            long resident = 0;
            long proportional = 0;
            for (var line : Files.readAllLines(file("smaps_rollup"))) {
                if (line.startsWith("Rss:")) {
                    resident = bytes(line);
                } else if (line.startsWith("Pss:")) {
                    proportional = bytes(line);
                }
            }
            return new VmMemory(resident, proportional);
        } catch (IOException e) {
            throw new VmException("the memory of process " + pid + " cannot be told: " + e, e);
        }
    }

    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
    }

    /** 0 if there is none, or one that is over and only not yet waited for. */
    private static long startTicks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[STATE].equals("Z") || fields[STATE].equals("X") ? 0 : Long.parseLong(fields[START]);
        } catch (IOException e) {
            return 0;
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
