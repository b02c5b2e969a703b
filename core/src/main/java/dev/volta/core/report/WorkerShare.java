package dev.volta.core.report;

import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;

/**
 * What one worker did in one trial.
 *
 * @param worker its name, unique in the run
 * @param node where it ran
 * @param busyNanos time with a piece in hand, at most the trial's wall time
 * @param cpuNanos user and system time of its process
 */
public record WorkerShare(
        String worker, NodeName node, long bytes, long files, Fact<Long> busyNanos, Fact<Long> cpuNanos) {}
