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
import dev.volta.core.workload.RunningSite;
import dev.volta.core.workload.TrialFailure;
import dev.volta.core.workload.TrialSpec;
import dev.volta.core.workload.Workload;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final Schedule schedule;
    private final Map<String, String> fingerprints = new HashMap<>();
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
        this.schedule = Schedule.of(experiment, workload.variants());
    }

    /**
     * Runs the experiment and leaves its record in the results folder, also when it fails or is interrupted.
     *
     * @throws InterruptedException after everything was torn down and the record was written
     */
    public RunRecord execute() throws InterruptedException {
        var startedAt = circumstances.clock().instant();
        @Nullable RuntimeException unexpected = null;
        Verdict verdict;
        try {
            verdict = attempt();
        } catch (RuntimeException e) {
            unexpected = e; // a fault of Volta's own, after which nothing may stay behind either
            verdict = new Verdict(Outcome.FAILED, 1, "Volta failed: " + e);
        }
        var told = verdict;
        var interrupted = verdict.outcome() == Outcome.INTERRUPTED;
        Uninterruptible.run("teardown", this::tearDown);
        Uninterruptible.run("record", () -> record = write(startedAt, told));
        if (unexpected != null) {
            throw unexpected;
        }
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

    private void runTrials(Optional<Path> socket) throws InterruptedException {
        var session = workload.open(new RunningSite(circumstances.runId(), site, socket, remotes), ServiceFamily.READY);
        try (session) {
            var cold = new ColdStart(remotes.values(), this::inputsOn);
            for (var planned : schedule.trials()) {
                if (services.disturbance().isPresent()) {
                    return;
                }
                run(planned, session, cold);
            }
        } finally {
            metrics.ofTheWork(session.cpuTime());
            doubts.addAll(session.leftUndone());
        }
    }

    private void run(PlannedTrial planned, Workload.Session session, ColdStart cold) throws InterruptedException {
        observer.trialStarts(planned, schedule.trials().size());
        var spec = new TrialSpec(circumstances.runId() + "-" + planned.index(), planned.index(), planned.variant());
        session.prepare(spec, experiment.timeout());
        if (experiment.cache() == Experiment.Cache.COLD) {
            dropCaches(cold);
        }
        var startedAt = circumstances.clock().instant();
        var outcome = session.run(spec, results.path().toAbsolutePath(), experiment.timeout(), observer::progress);
        keep(new Trial(
                planned.index(),
                planned.phase(),
                planned.block(),
                planned.variant(),
                startedAt,
                outcome.values(),
                outcome.shares()));
        if (planned.phase() == Trial.Phase.MEASURED) {
            trialDoubts.add(planned.index(), outcome.doubts());
        }
        summary = outcome.summary();
        shortcomings = outcome.shortcomings();
        var before = fingerprints.put(planned.variant(), outcome.fingerprint());
        if (before != null && !before.equals(outcome.fingerprint())) {
            throw new TrialFailure("trial " + planned.index() + " found other results than the one before it:"
                    + " the inputs changed, or the work is not deterministic");
        }
    }

    private void dropCaches(ColdStart cold) throws InterruptedException {
        observer.phase("dropping caches");
        var doubt = cold.prepare();
        if (experiment.work().inputs().isEmpty()) {
            doubt = Optional.of(new RaisedWarning(
                    RunWarning.COLD_UNPROVEN, "no inputs are named of which it could be seen (workload.inputs)"));
        }
        doubt.filter(one -> !doubts.contains(one)).ifPresent(doubts::add);
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
                workload.variants(),
                workload.variants().isEmpty() ? OptionalLong.empty() : OptionalLong.of(schedule.seed()),
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
