package dev.volta.hashing.workload;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.run.Uninterruptible;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.TrialSpec;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    public TrialOutcome run(TrialSpec trial, Path results, Duration limit, Consumer<Progress> listener)
            throws InterruptedException {
        var job = new JobSpec(
                new JobId(trial.id()),
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
                Uninterruptible.run("end of " + trial.id(), () -> client.abandon(job.id(), FAREWELL));
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
            return new DigestOutcome(algorithm, summary, files.totals()).outcome(files.complete());
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

    @Override
    public void close() {
        client.close();
    }
}
