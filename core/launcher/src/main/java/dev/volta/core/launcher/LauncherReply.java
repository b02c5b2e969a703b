package dev.volta.core.launcher;

import java.util.Optional;

/** From the launcher. */
public sealed interface LauncherReply extends LauncherMessage {
    /**
     * The launcher is ready.
     *
     * @param tree how the processes of a launch are kept together: {@code cgroup v2}, {@code cgroup v1}, or {@code session
     *     and subreaper: } and why there is no cgroup
     * @param noMemory why the peak memory of a launch cannot be told
     * @param noLimits why the limits asked for cannot be had, so that nothing should be launched
     * @param nanos the time on the launcher
     */
    record Opened(int protocol, long pid, String tree, Optional<String> noMemory, Optional<String> noLimits, long nanos)
            implements LauncherReply {}

    /**
     * The answer to {@link LauncherRequest.Ping}.
     *
     * @param nanos the time on the launcher when the question came
     */
    record Pong(long id, long nanos) implements LauncherReply {}

    /**
     * What came of a launch.
     *
     * @param startNanos right before the process was started
     * @param endNanos right after it had ended; processes that it left may have ended later
     * @param timedOut whether its limit of time ended it
     * @param cancelled whether {@link LauncherRequest.Cancel}, or the end of the launcher's input, ended it
     * @param oomKills how many of its processes the kernel ended for want of memory; 0 where there is no cgroup to tell
     * @param usage of all its processes that have ended
     * @param leftovers how many processes were there when the command had ended by itself; unless it was lasting, they have
     *     been ended since
     */
    record Ended(
            long id,
            long startNanos,
            long endNanos,
            Outcome outcome,
            boolean timedOut,
            boolean cancelled,
            int oomKills,
            ResourceUsage usage,
            PeakMemory memory,
            int leftovers,
            CapturedOutput stdout,
            CapturedOutput stderr)
            implements LauncherReply {}
}
