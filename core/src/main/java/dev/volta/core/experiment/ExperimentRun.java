package dev.volta.core.experiment;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.HostFacts;
import dev.volta.core.facts.HostProbe;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.ResultsFailure;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunRecord;
import dev.volta.core.report.RunWarning;
import dev.volta.core.report.Trial;
import dev.volta.core.report.TrialWarnings;
import dev.volta.core.report.Verdict;
import dev.volta.core.report.Verdict.Outcome;
import dev.volta.core.report.WorkloadSummary;
import dev.volta.core.run.Parallel;
import dev.volta.core.run.Uninterruptible;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.Site;
import dev.volta.core.wire.Quantities;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.Workload;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One experiment from the first service that starts to the last that is stopped. Used once. */
public final class ExperimentRun {
    private final Experiment experiment;
    private final Workload workload;
    private final Site site;
    private final Map<NodeName, Remote> remotes;
    private final Circumstances circumstances;
    private final ResultsFolder results;
    private final Observer observer;

    private final List<Trial> trials = new ArrayList<>();
    private final Map<NodeName, HostFacts> hosts = new LinkedHashMap<>();
    private final List<RaisedWarning> doubts;
    private final Services services;
    private final RunMetrics metrics;
    private final TrialDoubts trialDoubts = new TrialDoubts();
    private WorkloadSummary summary;
    private List<String> shortcomings = List.of();
    private @Nullable RunRecord record;

    /** @param remotes one for each node of {@code site} */
    public ExperimentRun(
            Experiment experiment,
            Workload workload,
            Site site,
            Map<NodeName, Remote> remotes,
            Services services,
            RunMetrics metrics,
            Circumstances circumstances,
            ResultsFolder results,
            Observer observer) {
        this.experiment = experiment;
        this.workload = workload;
        this.site = site;
        this.remotes = Map.copyOf(remotes);
        this.circumstances = circumstances;
        this.doubts = new ArrayList<>(circumstances.doubts());
        this.results = results;
        this.observer = observer;
        this.services = services;
        this.metrics = metrics;
        this.summary = workload.summary();
    }

    /**
     * Runs the experiment and leaves its record in the results folder, also when it fails or is interrupted.
     *
     * @throws InterruptedException after everything was torn down and the record was written
     */
    public RunRecord execute() throws InterruptedException {
        var startedAt = circumstances.clock().instant();
        var verdict = attempt();
        var interrupted = verdict.outcome() == Outcome.INTERRUPTED;
        Uninterruptible.run("teardown", this::tearDown);
        Uninterruptible.run("record", () -> record = write(startedAt, verdict));
        if (interrupted) {
            throw new InterruptedException();
        }
        return Objects.requireNonNull(record);
    }

    /** What was disturbed has failed, however else it ended; to be told of it, its thread may have been interrupted. */
    private Verdict attempt() {
        var verdict = attemptAlone();
        var disturbance = services.disturbance();
        if (disturbance.isPresent()) {
            Thread.interrupted();
        }
        return disturbance.orElse(verdict);
    }

    /** An interrupt shows itself in many ways: a closed channel, a killed program; the flag tells them from failures. */
    private Verdict attemptAlone() {
        try {
            measure();
            services.confirm();
            return verdict();
        } catch (InterruptedException e) {
            return interrupted();
        } catch (RemoteException | TrialFailure | ResultsFailure e) {
            return Thread.interrupted()
                    ? interrupted()
                    : new Verdict(Outcome.FAILED, 1, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    private Verdict interrupted() {
        return new Verdict(Outcome.INTERRUPTED, 130, "interrupted after " + Quantities.count(trials.size(), "trial"));
    }

    private void measure() throws InterruptedException {
        observer.phase("looking at the machines");
        Parallel.with(site.places(), place -> new HostProbe(place.java(), inputsOn(place.node())).ask(remote(place)))
                .forEach((place, host) -> hosts.put(place.node(), host));
        observer.phase("starting the services");
        var socket = services.up();
        metrics.start(results, circumstances.clock());
        runTrials(socket);
    }

    private void tearDown() throws InterruptedException {
        observer.phase("stopping");
        metrics.stop();
        doubts.addAll(metrics.doubts());
        try {
            services.fetchLogs(results.path().resolve("logs"));
        } catch (RemoteException | UncheckedIOException e) {
            doubts.add(new RaisedWarning(
                    RunWarning.LOGS_MISSING, Objects.requireNonNullElse(e.getMessage(), e.toString())));
        }
        doubts.addAll(services.doubts());
        try {
            services.down();
        } catch (RemoteException e) {
            doubts.add(new RaisedWarning(
                    RunWarning.NOT_TORN_DOWN, Objects.requireNonNullElse(e.getMessage(), e.toString())));
        }
    }

    private void runTrials(Path socket) throws InterruptedException {
        var here = results.path().toAbsolutePath();
        var cold = new ColdStart(remotes.values(), this::inputsOn);
        try (var session = workload.open(site, socket, ServiceFamily.READY)) {
            var count = experiment.warmup() + experiment.repeat();
            var fingerprint = "";
            for (int index = 1; index <= count; index++) {
                var phase = index <= experiment.warmup() ? Trial.Phase.WARMUP : Trial.Phase.MEASURED;
                if (experiment.cache() == Experiment.Cache.COLD) {
                    observer.phase("dropping caches");
                    cold.prepare().filter(doubt -> !doubts.contains(doubt)).ifPresent(doubts::add);
                }
                if (services.disturbance().isPresent()) {
                    return;
                }
                observer.trialStarts(index, count, phase);
                var startedAt = circumstances.clock().instant();
                var outcome = session.run(
                        circumstances.runId() + "-" + index, here, experiment.timeout(), observer::progress);
                keep(new Trial(index, phase, index, "", startedAt, outcome.values(), outcome.shares()));
                if (phase == Trial.Phase.MEASURED) {
                    trialDoubts.add(index, outcome.doubts());
                }
                summary = outcome.summary();
                shortcomings = outcome.shortcomings();
                if (!fingerprint.isEmpty() && !fingerprint.equals(outcome.fingerprint())) {
                    throw new TrialFailure("trial " + index + " found other results than the one before it:"
                            + " the inputs changed, or the work is not deterministic");
                }
                fingerprint = outcome.fingerprint();
            }
        }
    }

    private List<String> inputsOn(NodeName node) {
        return ExperimentInputs.on(node, experiment);
    }

    private void keep(Trial trial) {
        trial.require(workload.quantities());
        trials.add(trial);
        results.append(trial);
        observer.trialEnds(trial, workload.quantities().brief(trial));
    }

    private Verdict verdict() {
        return shortcomings.isEmpty()
                ? new Verdict(Outcome.PASSED, 0, workload.success())
                : new Verdict(Outcome.FAILED, 1, String.join("; ", shortcomings));
    }

    private RunRecord write(Instant startedAt, Verdict verdict) {
        var cautions = new ArrayList<>(TrialWarnings.of(trials));
        cautions.addAll(trialDoubts.all());
        cautions.addAll(doubts);
        var written = new RunRecord(
                RunRecord.SCHEMA_VERSION,
                circumstances.runId(),
                experiment.name(),
                circumstances.commandLine(),
                startedAt,
                circumstances.clock().instant(),
                circumstances.volta(),
                verdict,
                summary,
                workload.quantities(),
                List.of(),
                OptionalLong.empty(),
                trials,
                cautions,
                hosts,
                circumstances.settings());
        results.write(written, metrics.courses());
        return written;
    }

    private Remote remote(Site.Place place) {
        return Objects.requireNonNull(remotes.get(place.node()));
    }
}
