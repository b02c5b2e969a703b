package dev.volta.core.launcher.node;

import dev.volta.core.launcher.posix.SystemCalls;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes are asked to end, and killed a second later, again and again as they make others. */
final class TreeEnd {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SystemCalls calls;
    private final long begun = System.nanoTime();
    private boolean asked;

    /**
     * It begins now.
     *
     * @param calls of the thread that ends them
     */
    TreeEnd(SystemCalls calls) {
        this.calls = calls;
    }

    /** How long ago it began. */
    long nanos() {
        return System.nanoTime() - begun;
    }

    /** How long they still have to end by themselves; not above zero: they are killed. */
    long graceNanos() {
        return GRACE_NANOS - nanos();
    }

    /** Does to these, which are left, what is due; true if they are killed. */
    boolean proceed(List<ProcessEntry> left) {
        var kills = graceNanos() <= 0;
        if (kills || !asked) {
            for (var process : left) {
                calls.kill(process.pid(), kills ? SystemCalls.SIGKILL : SystemCalls.SIGTERM);
            }
            asked = true;
        }
        return kills;
    }
}
