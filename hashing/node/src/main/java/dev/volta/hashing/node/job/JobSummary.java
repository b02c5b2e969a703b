package dev.volta.hashing.node.job;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.WalkEntry;
import java.util.List;
import java.util.Map;

/**
 * What a finished job cost.
 *
 * @param files digested files
 * @param bytes bytes in those files
 * @param wallNanos from the first lease to the last result, measured in the controller; across a restart of the
 *     controller by its wall clock
 * @param workerCpuNanos CPU time of the worker processes while they held leases of this job
 * @param controllerCpuNanos CPU time of the controller process between the first lease and the last result
 * @param requeuedItems files that were handed out again because their worker went away
 * @param duplicateResults results that arrived for files that already had one, and were ignored
 * @param recoveries how often a restarted controller took the job up again; when it is not 0 the CPU times are lower
 *     bounds, because what a killed process used since its last report is unknown
 * @param waitedNanos how much of the wall time the controller waited for room on its disk
 */
public record JobSummary(
        long files,
        long bytes,
        Map<Failure, Long> failures,
        Map<WalkEntry.Kind, Long> skipped,
        long wallNanos,
        long workerCpuNanos,
        long controllerCpuNanos,
        List<WorkerShare> workers,
        long requeuedItems,
        long duplicateResults,
        int recoveries,
        long waitedNanos) {

    public JobSummary {
        failures = Map.copyOf(failures);
        skipped = Map.copyOf(skipped);
        workers = List.copyOf(workers);
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@code busyNanos} is the wall time that the worker spent on leases of this job, walks included. */
    public record WorkerShare(String worker, String node, long files, long bytes, long busyNanos, long cpuNanos) {}
}
