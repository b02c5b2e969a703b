package dev.volta.core.launcher.cgroup;

import dev.volta.core.launcher.posix.Spawn;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One cgroup, which is locked as long as this launcher has it. */
final class CgroupFolder {
    /** The kernel takes some time to end processes, and lets go of a cgroup some time after its last one has ended. */
    private static final int REMOVAL_TRIES = 2000;

    private static final int LOCK_TRIES = 10;
    private static final String PREFIX = "volta-run-";

    private static final int CPU_PERIOD_MICROS = 100_000;
    private static final String OOM_KILLS = "oom_kill ";

    /** The kernel charges this much at a time, and gives it back late. */
    private static final long NEGLIGIBLE_BYTES = 512 << 10;

    private final SystemCalls calls;
    private final CgroupHome home;
    private final File folder;
    private final int lock;
    private final boolean makesChildren;
    private boolean limitsMemory;
    private @Nullable RandomAccessFile peak;

    private CgroupFolder(SystemCalls calls, CgroupHome home, File folder, int lock, boolean makesChildren) {
        this.calls = calls;
        this.home = home;
        this.folder = folder;
        this.lock = lock;
        this.makesChildren = makesChildren;
    }

    /**
     * How the names of a launcher's cgroups begin; the number of a launch follows. The dot behind the last dash tells them from
     * those of a service that is called "run", which end in a dash and eight hexadecimal digits.
     */
    static String namesOf(String run, int launcher) {
        return PREFIX + run + "-" + launcher + ".";
    }

    private static boolean isOfLauncher(String name) {
        return name.startsWith(PREFIX) && name.indexOf('.', name.lastIndexOf('-')) > 0;
    }

    /**
     * Makes a cgroup of that name, which no launcher has.
     *
     * @param makesChildren whether, of version 2, children can be made in it
     */
    static CgroupFolder make(SystemCalls calls, CgroupHome home, String name, boolean makesChildren)
            throws IOException {
        var folder = new File(home.folder(), name);
        // Another launcher that starts may take it for one that was left, until it is locked.
        for (var tries = 0; tries < LOCK_TRIES && (tries == 0 || pause()); tries++) {
            if (!folder.mkdir() && !folder.isDirectory()) {
                throw new IOException("cannot make " + folder);
            }
            var lock = tryLock(calls, folder);
            if (lock >= 0) {
                if (folder.isDirectory()) {
                    return new CgroupFolder(calls, home, folder, lock, makesChildren);
                }
                calls.close(lock);
            }
        }
        throw new IOException("another launcher has " + folder);
    }

    /**
     * Removes the cgroups of launchers that live no more, and ends the commands that still run in them: they would disturb what
     * is measured next.
     */
    static void removeLeft(SystemCalls calls, CgroupHome home) {
        var names = home.folder().list();
        if (names == null) {
            return;
        }
        for (var name : names) {
            if (isOfLauncher(name)) {
                var folder = new File(home.folder(), name);
                var lock = tryLock(calls, folder);
                if (lock >= 0) {
                    new CgroupFolder(calls, home, folder, lock, false).endAndRemove();
                }
            }
        }
    }

    private void endAndRemove() {
        try {
            for (var tries = 0; tries < REMOVAL_TRIES && !members().isEmpty() && pause(); tries++) {
                kill();
                for (var pid : members()) {
                    calls.kill(pid, SystemCalls.SIGKILL); // before Linux 5.14
                }
            }
        } catch (IOException e) {
            System.err.println("cannot end what runs in " + folder + ": " + e.getMessage());
        }
        if (!remove()) {
            System.err.println("cannot remove " + folder + ", which another launcher left");
        }
    }

    /** A descriptor that holds the lock, or a number below zero. */
    private static int tryLock(SystemCalls calls, File folder) {
        var descriptor = calls.open(
                SystemCalls.CURRENT_FOLDER,
                folder.getPath().getBytes(StandardCharsets.ISO_8859_1),
                SystemCalls.O_RDONLY);
        if (descriptor >= 0 && calls.tryLock(descriptor) != 0) {
            calls.close(descriptor);
            return -1;
        }
        return descriptor;
    }

    boolean isIn(CgroupHome other) {
        return home.folder().equals(other.folder());
    }

    /** Swap does not count as more memory. */
    void limitMemory(long bytes) throws IOException {
        var limit = Long.toString(bytes);
        limitsMemory = true;
        if (home.version() == 1) {
            set("memory.limit_in_bytes", limit);
            setIfThere("memory.memsw.limit_in_bytes", limit);
        } else {
            set("memory.max", limit);
            setIfThere("memory.swap.max", "0");
            set("memory.oom.group", "1");
        }
    }

    void limitCpu(long microsPer100ms) throws IOException {
        if (home.version() == 1) {
            set("cpu.cfs_period_us", Integer.toString(CPU_PERIOD_MICROS));
            set("cpu.cfs_quota_us", Long.toString(microsPer100ms));
        } else {
            set("cpu.max", microsPer100ms + " " + CPU_PERIOD_MICROS);
        }
    }

    boolean hasPeakMemory() {
        return peakMemoryFile().exists();
    }

    long peakMemory() throws IOException {
        var file = peak;
        if (file == null) {
            return Long.parseLong(ControlFile.read(peakMemoryFile()).strip());
        }
        file.seek(0);
        return Long.parseLong(file.readLine());
    }

    /**
     * Makes it as good as new: nobody is in it, next to no memory counts to it, and its peak begins anew. False if it cannot be
     * made so: version 2 resets peaks since Linux 6.12, for whoever holds the file open that it was written to.
     */
    boolean reset() throws IOException {
        if (!members().isEmpty()) {
            return false;
        }
        if (!hasPeakMemory()) {
            return true; // it limits processors only
        }
        if (oomKills() > 0 || memory() > NEGLIGIBLE_BYTES || !peakMemoryFile().canWrite()) {
            return false;
        }
        try {
            if (peak == null) {
                peak = new RandomAccessFile(peakMemoryFile(), "rw");
            }
            peak.seek(0);
            peak.write('0');
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private long memory() throws IOException {
        var use = file(home.version() == 1 ? "memory.usage_in_bytes" : "memory.current");
        return Long.parseLong(ControlFile.read(use).strip());
    }

    private File peakMemoryFile() {
        return file(home.version() == 1 ? "memory.max_usage_in_bytes" : "memory.peak");
    }

    /** How many processes the kernel has ended for want of memory. */
    int oomKills() throws IOException {
        var events = ControlFile.read(file(home.version() == 1 ? "memory.oom_control" : "memory.events"));
        var count = events.indexOf(OOM_KILLS);
        if (count < 0) {
            return 0;
        }
        var end = events.indexOf('\n', count);
        return Integer.parseInt(events.substring(count + OOM_KILLS.length(), end < 0 ? events.length() : end));
    }

    /** The processes in it, but for those that have no number here: 0 stands for one of another PID namespace (cgroups(7)). */
    Set<Integer> members() throws IOException {
        var lines = ControlFile.read(file("cgroup.procs"));
        var pids = new HashSet<Integer>();
        for (var start = 0; start < lines.length(); ) {
            var end = lines.indexOf('\n', start);
            var pid = Integer.parseInt(lines.substring(start, end));
            if (pid > 0) {
                pids.add(pid);
            }
            start = end + 1;
        }
        return pids;
    }

    /** Ends all that is in it at once, where the kernel has that: version 2 since Linux 5.14. */
    void kill() throws IOException {
        setIfThere("cgroup.kill", "1");
    }

    private File file(String name) {
        return new File(folder, name);
    }

    private void set(String name, String value) throws IOException {
        ControlFile.write(file(name), value);
    }

    private void setIfThere(String name, String value) throws IOException {
        if (file(name).exists()) {
            set(name, value);
        }
    }

    /**
     * Lets the child that is made next begin in it, if it can; else {@link #leave} moves it. Of version 1 a thread of its own can
     * be in a cgroup. Of version 2 all of this process would be, which must not be where memory is limited: it might be ended in
     * place of the child.
     */
    void enter(Spawn spawn) throws IOException {
        if (home.version() == 1) {
            set("tasks", "0");
        } else if (makesChildren) {
            spawn.enterCgroup(lock);
        } else if (!limitsMemory) {
            set("cgroup.procs", "0");
        }
    }

    /**
     * Where nobody waits for it. To move a thread waits for all processors (percpu_rwsem), and holds up processes that begin or
     * end meanwhile: while the child is measured, only a launcher that would be within its limits is moved.
     */
    void leaveAfterwards() throws IOException {
        if (home.version() == 1) {
            ControlFile.write(new File(home.own(), "tasks"), "0");
        }
    }

    /**
     * Once the child has begun, or was not made: its number is below zero. If it is moved, memory that it has used before does not
     * count here, nor do processes that it has started before.
     */
    void leave(int child) throws IOException {
        if (home.version() == 1 || makesChildren) {
            return;
        }
        if (!limitsMemory) {
            ControlFile.write(new File(home.own(), "cgroup.procs"), "0");
        } else if (child >= 0) {
            set("cgroup.procs", Integer.toString(child));
        }
    }

    /** Removes it when the kernel has let go of it; false if it does not. */
    boolean remove() {
        try {
            if (peak != null) {
                peak.close();
            }
        } catch (IOException e) {
            // only its descriptor was wanted
        }
        var removed = folder.delete();
        for (var tries = 0; !removed && folder.exists() && tries < REMOVAL_TRIES && pause(); tries++) {
            removed = folder.delete();
        }
        calls.close(lock);
        return removed || !folder.exists();
    }

    /** Waits a little; false if that was interrupted. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
