package dev.volta.core.launcher.node;

import dev.volta.core.launcher.ResourceUsage;
import dev.volta.core.launcher.cgroup.LaunchCgroup;
import dev.volta.core.launcher.posix.Reaped;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes that come of launches. This process is a subreaper, so each of them descends from it: an orphan becomes its
 * child. If it has no child, there is none. Those of lasting launches are {@link KeptProcesses}, and belong to no later one.
 *
 * <p>Hazard: it belongs to the thread that launches; only {@link #members} is for any thread.
 */
final class ProcessTree {
    private static final long LOOK_MILLIS = 2;

    /** Nothing helps against a process that waits in the kernel for a device; it is left. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SystemCalls calls;
    private final int ownPid;
    private final KeptProcesses kept = new KeptProcesses();
    private ResourceUsage usage = ResourceUsage.NONE;
    private long peakBytes;

    ProcessTree(SystemCalls calls) {
        this.calls = calls;
        this.ownPid = calls.ownPid();
        calls.becomeSubreaper();
    }

    /** A launch has begun with {@code pid}; what is reaped counts to it from now on. */
    void begin(int pid) {
        usage = ResourceUsage.NONE;
        peakBytes = 0;
        kept.forget(pid);
    }

    /** What of this launch has been reaped. */
    ResourceUsage usage() {
        return usage;
    }

    /** The peak of the largest process that has been reaped. */
    long peakBytes() {
        return peakBytes;
    }

    /** Waits until the child {@code pid} has ended, which is not reaped yet; reaps orphans meanwhile. */
    void awaitEnd(int pid) {
        while (true) {
            var ended = calls.awaitEnd();
            if (ended == pid) {
                return;
            }
            reap(ended);
        }
    }

    /** Reaps a child that has ended. */
    Reaped reap(int pid) {
        var counts = !kept.has(pid);
        var reaped = calls.reap(pid);
        if (counts) {
            usage = usage.plus(reaped.usage());
            peakBytes = Math.max(peakBytes, reaped.peakBytes());
        }
        return reaped;
    }

    /** Reaps all that have ended; false if there is no process any more. */
    private boolean reapEnded() {
        while (true) {
            var ended = calls.anyEnded();
            if (ended <= 0) {
                return ended == 0;
            }
            reap(ended);
        }
    }

    /** The processes of the present launch that live; if there is none, all that it had are reaped. */
    List<ProcessEntry> left() {
        if (!reapEnded()) {
            return List.of();
        }
        var left = members();
        if (left.isEmpty()) {
            reapEnded(); // what has ended between the two
        }
        return left;
    }

    /** The processes of the present launch that live. */
    List<ProcessEntry> members() {
        return kept.without(descendants());
    }

    private List<ProcessEntry> descendants() {
        return ProcessEntry.descendants(ProcessEntry.all(), ownPid);
    }

    /** Keeps these, if there are any, which a lasting launch left, with its cgroup. */
    void keep(List<ProcessEntry> left, LaunchCgroup cgroup) {
        if (!left.isEmpty()) {
            kept.add(left, cgroup);
        }
    }

    /** Whether processes that are kept may be in it. */
    boolean keeps(LaunchCgroup cgroup) {
        return kept.cgroups().contains(cgroup);
    }

    /** Ends these, which are left of the present launch, and all that they start. */
    void end(List<ProcessEntry> left, LaunchCgroup cgroup) throws IOException, InterruptedException {
        var end = new TreeEnd(calls);
        for (var still = left; !still.isEmpty() && proceeds(end, still, List.of(cgroup)); ) {
            still = left();
        }
    }

    /** Ends all processes that there are, and removes the cgroups that were kept. */
    void endAll() throws IOException, InterruptedException {
        var cgroups = kept.cgroups();
        var end = new TreeEnd(calls);
        while (reapEnded() && proceeds(end, descendants(), cgroups)) {
            // as long as there is a child
        }
        for (var cgroup : cgroups) {
            if (!cgroup.remove()) {
                System.err.println("cannot remove " + cgroup);
            }
        }
    }

    /** Does what is due, and waits a little; false if nothing helps. */
    private static boolean proceeds(TreeEnd end, List<ProcessEntry> left, List<LaunchCgroup> cgroups)
            throws IOException, InterruptedException {
        if (end.nanos() > PATIENCE_NANOS) {
            System.err.println(left + " are still there, though they were killed");
            return false;
        }
        if (end.proceed(left)) {
            for (var cgroup : cgroups) {
                cgroup.kill();
            }
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        return true;
    }
}
