package dev.volta.core.experiment;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.Input;
import dev.volta.core.config.Work;
import dev.volta.core.host.HostFacts;
import dev.volta.core.host.HostProbe;
import dev.volta.core.plan.Plan;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.report.Cautions;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunRecord;
import dev.volta.core.report.Trial;
import dev.volta.core.report.Verdict;
import dev.volta.core.report.Verdict.Outcome;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.run.PlanRun;
import dev.volta.core.workload.Site;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialOutcome;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One experiment from the first service that starts to the last that is stopped. Used once. */
public final class ExperimentRun {
    private static final Duration READY = Duration.ofSeconds(30);

    private final Experiment experiment;
    private final Workload workload;
    private final Site site;
    private final Map<NodeName, Remote> remotes;
    private final Circumstances circumstances;
    private final ResultsFolder results;
    private final Observer observer;

    private final List<Trial> trials = new ArrayList<>();
    private final Map<NodeName, HostFacts> hosts = new LinkedHashMap<>();
    private WorkloadSummary summary;

    public ExperimentRun(
            Experiment experiment,
            Workload workload,
            Site site,
            Map<NodeName, Remote> remotes,
            Circumstances circumstances,
            ResultsFolder results,
            Observer observer) {
        this.experiment = experiment;
        this.workload = workload;
        this.site = site;
        this.remotes = Map.copyOf(remotes);
        this.circumstances = circumstances;
        this.results = results;
        this.observer = observer;
        this.summary = switch (experiment.work()) {
            case Work.Digest digest -> new WorkloadSummary(digest.algorithm(), 0, 0, 0, Map.of());
        };
    }

    /**
     * Runs the experiment and leaves its record in the results folder, also when it fails or is interrupted.
     *
     * @throws InterruptedException after everything was torn down and the record was written
     */
    public RunRecord execute() throws InterruptedException {
        var startedAt = circumstances.clock().instant();
        try {
            measure();
            return record(startedAt, verdict());
        } catch (InterruptedException e) {
            record(startedAt, new Verdict(Outcome.INTERRUPTED, 130, "interrupted after " + trials.size() + " trials"));
            throw e;
        } catch (RemoteException | TrialFailure e) {
            return record(startedAt, new Verdict(Outcome.FAILED, 1, Objects.requireNonNullElse(e.getMessage(), "")));
        }
    }

    private void measure() throws InterruptedException {
        observer.phase("looking at the machines");
        for (var place : places()) {
            var paths = experiment.work().inputs().stream()
                    .map(Input::path)
                    .map(Path::toString)
                    .toList();
            hosts.put(place.node(), new HostProbe(place.java(), paths).ask(remote(place)));
        }
        observer.phase("starting controller and workers");
        var plan = new PlanRun(remotes);
        try {
            plan.up(Plan.toStart(site, workload.services(site)));
            runTrials();
        } finally {
            observer.phase("stopping");
            plan.fetchLogs(results.path().resolve("logs"));
            plan.close();
        }
    }

    private void runTrials() throws InterruptedException {
        var here = results.path().toAbsolutePath();
        var controller = remote(site.controller());
        var link = Path.of(site.controller().folders().run(), "client.sock");
        try (var _ = controller.socketToNode(link, site.controller().controllerSocket());
                var session = workload.open(site, link, READY)) {
            var count = experiment.warmup() + experiment.repeat();
            var fingerprint = "";
            for (int index = 1; index <= count; index++) {
                var phase = index <= experiment.warmup() ? Trial.Phase.WARMUP : Trial.Phase.MEASURED;
                observer.trialStarts(index, count, phase);
                var startedAt = circumstances.clock().instant();
                var outcome = session.run(
                        circumstances.runId() + "-" + index, here, experiment.timeout(), observer::progress);
                keep(trial(index, phase, startedAt, outcome));
                summary = outcome.summary();
                if (!fingerprint.isEmpty() && !fingerprint.equals(outcome.fingerprint())) {
                    throw new TrialFailure("trial " + index + " found other results than the one before it:"
                            + " the inputs changed, or the work is not deterministic");
                }
                fingerprint = outcome.fingerprint();
            }
        }
    }

    private void keep(Trial trial) {
        trials.add(trial);
        results.append(trial);
        observer.trialEnds(trial);
    }

    private static Trial trial(int index, Trial.Phase phase, Instant startedAt, TrialOutcome outcome) {
        return new Trial(
                index,
                phase,
                startedAt,
                outcome.wallNanos(),
                outcome.cpuNanos(),
                outcome.summary().bytes(),
                outcome.summary().files(),
                outcome.requeued(),
                outcome.workers());
    }

    private Verdict verdict() {
        return summary.failures() == 0
                ? new Verdict(Outcome.PASSED, 0, "every input was read")
                : new Verdict(
                        Outcome.FAILED,
                        1,
                        (summary.failures() == 1 ? "1 input" : summary.failures() + " inputs")
                                + " could not be read; see problems.jsonl");
    }

    private RunRecord record(Instant startedAt, Verdict verdict) {
        var record = new RunRecord(
                RunRecord.SCHEMA_VERSION,
                circumstances.runId(),
                experiment.name(),
                circumstances.commandLine(),
                startedAt,
                circumstances.clock().instant(),
                circumstances.volta(),
                verdict,
                summary,
                trials,
                Cautions.of(trials, summary),
                hosts,
                circumstances.settings());
        results.write(record);
        return record;
    }

    private List<Site.Place> places() {
        return Stream.concat(Stream.of(site.controller()), site.workers().stream())
                .distinct()
                .toList();
    }

    private Remote remote(Site.Place place) {
        return Objects.requireNonNull(remotes.get(place.node()));
    }
}
