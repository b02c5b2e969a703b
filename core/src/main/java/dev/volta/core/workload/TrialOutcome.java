package dev.volta.core.workload;

import dev.volta.core.host.Fact;
import dev.volta.core.report.WorkerShare;
import dev.volta.core.report.WorkloadSummary;
import java.time.Duration;
import java.util.List;

/**
 * What one trial took and brought.
 *
 * @param wallNanos from the first piece handed out to the last result received
 * @param cpuNanos user and system time of all processes of the work
 * @param requeued pieces that were handed out again because a worker was lost
 * @param waited how much of the time the work could not go on, because something was lacking that came later
 * @param fingerprint equal for two trials exactly if their results are
 */
public record TrialOutcome(
        long wallNanos,
        Fact<Long> cpuNanos,
        long requeued,
        Duration waited,
        List<WorkerShare> workers,
        WorkloadSummary summary,
        String fingerprint) {
    public TrialOutcome {
        workers = List.copyOf(workers);
    }
}
