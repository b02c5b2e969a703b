package dev.volta.core.launcher.node;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process as {@code /proc/PID/stat} shows it (proc_pid_stat(5)).
 *
 * @param start in clock ticks since the machine was booted: with it a number that is used again is told from the one before
 */
record ProcessEntry(int pid, char state, int parent, int session, long start) {
    private static final File ALL = new File("/proc");

    /** More than the fields that are read take. */
    private static final int BYTES = 1024;

    /** The fields are counted from the one behind the name, which is in parentheses and may have any characters. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START = 19;

    /** Those that there are; one that ends meanwhile may be missing. */
    static List<ProcessEntry> all() {
        var entries = new ArrayList<ProcessEntry>();
        var names = ALL.list();
        if (names == null) {
            return entries;
        }
        for (var name : names) {
            if (name.charAt(0) >= '1' && name.charAt(0) <= '9') {
                var entry = of(Integer.parseInt(name));
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    /** Those of {@code all} that {@code ancestor} or what descends from it has started, if they still run or are not reaped. */
    static List<ProcessEntry> descendants(List<ProcessEntry> all, int ancestor) {
        var pids = new HashSet<Integer>();
        pids.add(ancestor);
        // A child may be listed before its parent.
        for (var before = 0; before < pids.size(); ) {
            before = pids.size();
            for (var process : all) {
                if (pids.contains(process.parent())) {
                    pids.add(process.pid());
                }
            }
        }
        var descendants = new ArrayList<ProcessEntry>();
        for (var process : all) {
            if (process.pid() != ancestor && pids.contains(process.pid())) {
                descendants.add(process);
            }
        }
        return descendants;
    }

    /** Null if there is no such process. */
    static @Nullable ProcessEntry of(int pid) {
        try (var in = new FileInputStream("/proc/" + pid + "/stat")) {
            var stat = new String(in.readNBytes(BYTES), StandardCharsets.ISO_8859_1);
            var fields = new String[START + 1];
            var start = stat.lastIndexOf(')') + 2;
            for (var i = 0; i < fields.length; i++) {
                var end = stat.indexOf(' ', start);
                fields[i] = stat.substring(start, end);
                start = end + 1;
            }
            return new ProcessEntry(
                    pid,
                    fields[STATE].charAt(0),
                    Integer.parseInt(fields[PARENT]),
                    Integer.parseInt(fields[SESSION]),
                    Long.parseLong(fields[START]));
        } catch (IOException _) {
            return null; // it has ended
        }
    }

    /** Whether it can do anything yet; what has ended waits for its parent to ask for it. */
    boolean isAlive() {
        return state != 'Z' && state != 'X';
    }
}
