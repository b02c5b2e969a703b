package dev.volta.hashing.workload;

import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;
import dev.volta.core.report.WorkerShare;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.Workload;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Jobs on a controller, one per trial. */
final class DigestSession implements Workload.Session {
    private final ControllerClient client;
    private final Algorithm algorithm;
    private final Symlinks symlinks;
    private final List<NamedRoot> roots;
    private final List<RawPath> excluded;

    DigestSession(
            ControllerClient client,
            Algorithm algorithm,
            Symlinks symlinks,
            List<NamedRoot> roots,
            List<RawPath> excluded) {
        this.client = client;
        this.algorithm = algorithm;
        this.symlinks = symlinks;
        this.roots = roots;
        this.excluded = excluded;
    }

    @Override
    public TrialOutcome run(String trialId, Path results, Duration limit, Consumer<Progress> listener)
            throws InterruptedException {
        var job = new JobSpec(
                new JobId(trialId),
                algorithm,
                symlinks,
                roots.stream().map(NamedRoot::root).toList(),
                excluded,
                BatchLimits.DEFAULT);
        var summary = runWithin(limit, job, listener);
        try (var files = new ResultFiles(results, algorithm, roots)) {
            Interruptibly.run(() -> client.results(job.id(), files));
            Interruptibly.run(() -> client.forget(job.id()));
            return outcome(summary, files.complete());
        }
    }

    /** The client has no deadline of its own: closing it from a timer ends its wait. */
    private JobSummary runWithin(Duration limit, JobSpec job, Consumer<Progress> listener) throws InterruptedException {
        var overdue = new AtomicBoolean();
        var timer = Thread.ofVirtual().name("trial limit").start(() -> {
            try {
                Thread.sleep(limit);
                overdue.set(true);
                client.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the trial has ended in time
            }
        });
        try {
            return Interruptibly.call(() -> client.run(job, progress -> listener.accept(toldToTheCore(progress))));
        } catch (TrialFailure e) {
            throw overdue.get()
                    ? new TrialFailure("the trial did not end within " + limit.toSeconds() + " s (timeout)", e)
                    : e;
        } finally {
            timer.interrupt();
        }
    }

    private static Progress toldToTheCore(JobProgress progress) {
        return new Progress(
                progress.filesListed(),
                progress.bytesListed(),
                progress.listingComplete(),
                progress.filesDone(),
                progress.bytesDone(),
                progress.failed());
    }

    private TrialOutcome outcome(JobSummary summary, String fingerprint) {
        Map<String, Long> skipped = new TreeMap<>();
        summary.skipped().forEach((kind, count) -> skipped.put(plainName(kind.name()), count));
        return new TrialOutcome(
                Math.max(1, summary.wallNanos()),
                cpu(summary),
                summary.requeuedItems(),
                summary.workers().stream().map(DigestSession::share).toList(),
                new WorkloadSummary(algorithm.id(), summary.files(), summary.bytes(), summary.failed(), skipped),
                fingerprint);
    }

    private static Fact<Long> cpu(JobSummary summary) {
        return summary.recoveries() == 0
                ? Fact.known(summary.workerCpuNanos() + summary.controllerCpuNanos())
                : Fact.unavailable("the controller was restarted; what the killed process had used is not known");
    }

    private static WorkerShare share(JobSummary.WorkerShare share) {
        return new WorkerShare(
                share.worker(),
                new NodeName(share.node()),
                share.bytes(),
                share.files(),
                Fact.known(share.busyNanos()),
                Fact.known(share.cpuNanos()));
    }

    /** {@code SKIPPED_SYMLINK} is {@code symlink}. */
    private static String plainName(String kind) {
        return kind.replaceFirst("^SKIPPED_", "").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void close() {
        client.close();
    }
}
