package dev.volta.core.vm;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not taken for a later one with its number.
 *
 * @param startTicks start time in clock ticks since boot, field 22 of proc_pid_stat(5); 0 if it was over too soon to know
 */
record LinuxProcess(long pid, long startTicks) {
    private static final int STATE = 0;
    private static final int START = 19;
    private static final int KIB = 1024;
    private static final String UID = "Uid:";

    /** Whatever has this number now. */
    static LinuxProcess now(long pid) {
        return new LinuxProcess(pid, startTicks(pid));
    }

    boolean isAlive() {
        return startTicks != 0 && startTicks(pid) == startTicks;
    }

    /** Whether somebody stopped it, by a signal or as a debugger does: it answers nobody until it is let go on. */
    boolean isStopped() {
        return isAlive()
                && stat(pid).map(fields -> fields[STATE].equalsIgnoreCase("T")).orElse(false);
    }

    /**
     * Whether it is ours to believe and to end: its real and its effective user are the one that this process runs as, root
     * or not. Arguments and environment of a process are what its user says.
     */
    boolean isOurs() {
        try {
            var uid = ProcessUser.uid();
            return users().equals(new Users(uid, uid));
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /** Who had it run, and whose rights it has. */
    private record Users(int real, int effective) {}

    /** The first two fields of the line {@code Uid:} in proc_pid_status(5). */
    private Users users() throws IOException {
        for (var line : Files.readAllLines(file("status"), StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(UID)) {
                var ids = line.substring(UID.length()).strip().split("\\s+", -1);
                return new Users(Integer.parseUnsignedInt(ids[0]), Integer.parseUnsignedInt(ids[1]));
            }
        }
        throw new IOException(file("status") + " has no line " + UID);
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
            throw new VmException("the memory of process " + pid + " cannot be told: " + IoReason.withFile(e), e);
        }
    }

    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
    }

    /** 0 if there is none, or one that is over and only not yet waited for. */
    private static long startTicks(long pid) {
        return stat(pid)
                .map(fields ->
                        fields[STATE].equals("Z") || fields[STATE].equals("X") ? 0 : Long.parseLong(fields[START]))
                .orElse(0L);
    }

    /** The fields behind the name; empty if there is no such process. */
    private static Optional<String[]> stat(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
