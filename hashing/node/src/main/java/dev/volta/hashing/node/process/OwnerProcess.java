package dev.volta.hashing.node.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The process on whose behalf this one runs. A pid alone may be taken by another process later, so its start time in
 * clock ticks since boot (field 22 of {@code /proc/PID/stat}, proc(5)) belongs to the identity.
 */
public record OwnerProcess(long pid, long startTicks) {
    private static final int START_TIME_AFTER_NAME = 19;

    public static OwnerProcess current() {
        long pid = ProcessHandle.current().pid();
        try {
            return new OwnerProcess(pid, readStartTicks(pid));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read /proc/" + pid + "/stat", e);
        }
    }

    public boolean isAlive() {
        try {
            return readStartTicks(pid) == startTicks;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // ESRCH: it ended between open and read.
            return false;
        }
    }

    private static long readStartTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        // The name in parentheses may hold spaces and parentheses itself.
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean zombie = afterName[0].equals("Z") || afterName[0].equals("X");
        return zombie ? -1 : Long.parseLong(afterName[START_TIME_AFTER_NAME]);
    }
}
