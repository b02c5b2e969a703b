package dev.volta.hashing.workload;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;
import dev.volta.core.report.Caution;
import dev.volta.core.report.MeasuredValues;
import dev.volta.core.report.Quantity;
import dev.volta.core.report.Share;
import dev.volta.core.run.Undisturbed;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.Workload;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.TimeLimit;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Jobs on a controller, one per trial. */
final class DigestSession implements Workload.Session {
    /** How long the end of a job that did not come to its own is waited for; the controller sees to it in any case. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /** A script that nobody watches must not wait for ever for room that nobody makes. */
    private static final Duration ROOM_PATIENCE = Duration.ofSeconds(30);

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
        var ended = false;
        try {
            var outcome = within(limit, job, results, listener);
            ended = true;
            return outcome;
        } finally {
            if (!ended) {
                // Whatever the reason is, nobody wants the job any more, and the workers are not to go on with it.
                Undisturbed.run("end of " + trialId, () -> client.abandon(job.id(), FAREWELL));
            }
        }
    }

    private TrialOutcome within(Duration limit, JobSpec job, Path results, Consumer<Progress> listener)
            throws InterruptedException {
        try (var timer = TimeLimit.on(client, limit)) {
            try {
                return run(job, results, listener);
            } catch (TrialFailure e) {
                throw timer.isOver()
                        ? new TrialFailure(
                                "the trial did not end within " + DurationFormat.inWords(limit) + " (timeout)", e)
                        : e;
            }
        }
    }

    private TrialOutcome run(JobSpec job, Path results, Consumer<Progress> listener) throws InterruptedException {
        var room = new RoomPatience(ROOM_PATIENCE, System::nanoTime);
        var summary = Interruptibly.call(() -> client.run(job, progress -> {
            listener.accept(toldToTheCore(progress));
            room.told(progress.waitsFor());
        }));
        try (var files = new ResultFiles(results, algorithm, roots)) {
            Interruptibly.run(() -> client.results(job.id(), files));
            Interruptibly.run(() -> client.forget(job.id()));
            return outcome(summary, files.totals(), files.complete());
        }
    }

    private static Progress toldToTheCore(JobProgress progress) {
        return new Progress(
                "files",
                progress.filesListed(),
                progress.bytesListed(),
                progress.listingComplete(),
                progress.filesDone(),
                progress.bytesDone(),
                progress.failed(),
                progress.waitsFor().isEmpty()
                        ? ""
                        : "the controller waits for room on its disk (" + progress.waitsFor()
                                + "); free some there, or end this with Ctrl-C");
    }

    private TrialOutcome outcome(JobSummary summary, List<InputTotal> inputs, String fingerprint) {
        Map<String, Long> skipped = new TreeMap<>();
        summary.skipped().forEach((kind, count) -> skipped.put(plainName(kind.name()), count));
        var totals =
                new DigestTotals(algorithm.id(), summary.files(), summary.bytes(), summary.failed(), skipped, inputs);
        return new TrialOutcome(
                MeasuredValues.NONE
                        .with(Quantity.WALL, Math.max(1, summary.wallNanos()))
                        .with(Quantity.CPU, cpu(summary))
                        .with(DigestWorkload.BYTES, summary.bytes())
                        .with(DigestWorkload.FILES, summary.files())
                        .with(DigestWorkload.REQUEUED, summary.requeuedItems()),
                summary.workers().stream().map(DigestSession::share).toList(),
                totals.summary(),
                shortcomings(totals),
                doubts(totals, summary),
                fingerprint);
    }

    private static List<String> shortcomings(DigestTotals totals) {
        var reasons = new ArrayList<String>();
        if (totals.failures() > 0) {
            reasons.add(Quantities.count(totals.failures(), "input") + " could not be read; see problems.jsonl");
        }
        reasons.addAll(Emptiness.of(totals));
        return reasons;
    }

    private static List<Caution> doubts(DigestTotals totals, JobSummary summary) {
        var doubts = new ArrayList<Caution>();
        if (totals.files() > 0 && totals.bytes() == 0) {
            doubts.add(new Caution(
                    DigestWarning.NO_BYTES, Quantities.count(totals.files(), "file") + " without a single byte"));
        }
        if (totals.failures() > 0) {
            doubts.add(new Caution(
                    DigestWarning.FAILURES_EXCLUDED,
                    Quantities.count(totals.failures(), "file") + " could not be hashed"));
        }
        if (summary.requeuedItems() > 0) {
            doubts.add(new Caution(
                    DigestWarning.PIECES_REQUEUED,
                    Quantities.count(summary.requeuedItems(), "piece") + " had to be handed out a second time"));
        }
        if (summary.waitedNanos() > 0) {
            doubts.add(new Caution(
                    DigestWarning.WORK_HELD_UP,
                    "waited " + Quantities.duration(summary.waitedNanos()) + " for room on the controller's disk"));
        }
        return doubts;
    }

    private static Fact<Long> cpu(JobSummary summary) {
        return summary.recoveries() == 0
                ? Fact.known(summary.workerCpuNanos() + summary.controllerCpuNanos())
                : Fact.unavailable("the controller was restarted; what the killed process had used is not known");
    }

    private static Share share(JobSummary.WorkerShare share) {
        return new Share(
                share.worker(),
                new NodeName(share.node()),
                MeasuredValues.NONE
                        .with(DigestWorkload.BYTES, share.bytes())
                        .with(DigestWorkload.FILES, share.files())
                        .with(Quantity.BUSY, share.busyNanos())
                        .with(Quantity.CPU, share.cpuNanos()));
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
