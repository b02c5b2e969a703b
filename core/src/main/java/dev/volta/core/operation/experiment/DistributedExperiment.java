package dev.volta.core.operation.experiment;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.load.Effective;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.deploy.Scope.Aim;
import dev.volta.core.experiment.Circumstances;
import dev.volta.core.experiment.ExperimentInputs;
import dev.volta.core.experiment.FleetRun;
import dev.volta.core.experiment.InputProbe;
import dev.volta.core.experiment.InputProbe.Sight;
import dev.volta.core.experiment.LocalRuns;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.fleet.PatternException;
import dev.volta.core.link.OwnLinks;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.services.DeployedFleet;
import dev.volta.core.operation.services.FleetRecord;
import dev.volta.core.remote.Remote;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.run.ExitCode;
import dev.volta.core.run.Uninterruptible;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.workload.WorkDriver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Runs an experiment on the deployed controller and workers of a fleet. */
public final class DistributedExperiment {
    private final Effective<Experiment> effective;
    private final FleetContext fleet;
    private final Scope.LimitRule rule;
    private final Duration patience;
    private final Configuration configuration;
    private final List<Node> nodes;
    private final boolean metrics;
    private final WorkDriver driver;

    public DistributedExperiment(
            Effective<Experiment> effective,
            FleetContext fleet,
            Scope.LimitRule rule,
            Duration patience,
            boolean metrics) {
        this.effective = effective;
        this.fleet = fleet;
        this.rule = rule;
        this.patience = patience;
        this.metrics = metrics;
        this.driver = fleet.installed().driver(effective.value().work());
        this.nodes = fleet.select();
        this.configuration = driver.asAskedFor(
                fleet.configuration(),
                effective.value(),
                driver.placed(effective.value().work(), nodes));
    }

    public RunResult execute(boolean dryRun, ProgressDisplay progress) throws IOException, InterruptedException {
        ExperimentInputs.requirePlaced(effective, nodes, workerNodes());
        try (var deployed = DeployedFleet.open(fleet, configuration, nodes, true, dryRun)) {
            if (dryRun) {
                return execute(deployed, Optional.empty(), progress);
            }
            // Whoever else changes the fleet while it is measured would be in the result.
            try (var lock = CommandLock.take(deployed.taker(fleet), patience)) {
                return lock.protect(() -> execute(deployed, Optional.of(lock), progress));
            }
        } finally {
            progress.end();
        }
    }

    /** @param lock absent: only to say what would be done */
    private RunResult execute(DeployedFleet deployed, Optional<CommandLock> lock, ProgressDisplay progress)
            throws IOException, InterruptedException {
        progress.phase("looking at the machines");
        var seen = deployed.look(fleet.err());
        if (!seen.ok()) {
            return new RunResult.Refused(ExitCode.FAILED);
        }
        var desired = deployed.desired(seen);
        var sights = sightsOfInputs(deployed);
        if (sights.isEmpty()) {
            return new RunResult.Refused(ExitCode.FAILED);
        }
        var doubts = ExperimentInputs.overlaps(effective.value(), sights.get()).caution().stream()
                .toList();
        var plans = plans(family(deployed), desired);
        PlanText.findings(plans).forEach(fleet.err()::println);
        if (plans.stream().anyMatch(DeployPlan::refused)) {
            return new RunResult.Refused(ExitCode.CONFIGURATION);
        }
        if (lock.isEmpty()) {
            fleet.out().print(PlanText.of(plans));
            fleet.out().flush();
            return new RunResult.Refused(ExitCode.OK);
        }
        return new RunResult.Ran(run(new Prepared(deployed, lock.get(), desired, plans, doubts), progress));
    }

    private List<NodeName> workerNodes() {
        var workers = configuration
                .service(driver.worker().name())
                .map(service -> configuration.inventory().on(service.on()))
                .orElse(List.of())
                .stream()
                .filter(nodes::contains)
                .map(Node::name)
                .toList();
        if (workers.isEmpty()) {
            throw new PatternException(driver.noNodes(effective.value().work()));
        }
        return workers;
    }

    /** What the nodes see; empty if some node could not be asked. Throws what is wrong with the inputs. */
    private Optional<Map<NodeName, Map<String, Sight>>> sightsOfInputs(DeployedFleet deployed)
            throws InterruptedException {
        var workers = workerNodes();
        var looked = deployed.onEach(
                nodes.stream().filter(node -> workers.contains(node.name())).toList(),
                (node, remote) -> InputProbe.look(remote, ExperimentInputs.on(node.name(), effective.value())),
                new OutcomeReport<Map<String, Sight>>(fleet.err(), _ -> "done")::ended);
        if (looked.interrupted()) {
            throw new InterruptedException();
        }
        var sights = new LinkedHashMap<NodeName, Map<String, Sight>>();
        looked.byNode().forEach((node, outcome) -> {
            if (outcome instanceof Outcome.Done<Map<String, Sight>> done) {
                sights.put(node.name(), done.result());
            }
        });
        ExperimentInputs.requireSeen(effective, sights);
        return looked.ok() ? Optional.of(sights) : Optional.empty();
    }

    /** The services that do the work, with the secrets that they have. */
    private ServiceFamily family(DeployedFleet deployed) {
        return deployed.programs().families().stream()
                .filter(family -> family.kinds().contains(driver.worker()))
                .findFirst()
                .orElseThrow();
    }

    /** One for each kind of service, in the order in which they are started. */
    private List<DeployPlan> plans(ServiceFamily services, DesiredState desired) {
        var names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        desired.site(services).flatMap(services::sockets).ifPresent(star -> names.add(star.node()));
        var plans = new ArrayList<DeployPlan>();
        for (var kind : services.kinds()) {
            configuration
                    .service(kind.name())
                    .map(service -> new Scope(names, Optional.of(service.name()), Aim.DESCRIBED, rule))
                    .ifPresent(scope -> plans.add(Deployment.plan(desired, scope)));
        }
        return plans;
    }

    /**
     * What a run needs once all was looked at.
     *
     * @param plans bring the services up, one after the other
     * @param doubts what makes the results doubtful
     */
    private record Prepared(
            DeployedFleet deployed,
            CommandLock lock,
            DesiredState desired,
            List<DeployPlan> plans,
            List<RaisedWarning> doubts) {}

    private FinishedRun run(Prepared prepared, ProgressDisplay progress) throws IOException, InterruptedException {
        for (var plan : prepared.plans()) {
            prepared.deployed().programs().prepare(plan);
        }
        var record = new FleetRecord(fleet);
        var noted = record.note(prepared.desired(), prepared.plans());
        try {
            return measure(prepared, progress);
        } finally {
            Uninterruptible.run(
                    "record",
                    () -> new AfterRun(prepared.deployed(), fleet.err())
                            .strikeOutStopped(record, noted, prepared.lock()));
        }
    }

    private FinishedRun measure(Prepared prepared, ProgressDisplay progress) throws IOException, InterruptedException {
        var deployed = prepared.deployed();
        var desired = prepared.desired();
        var clock = Clock.systemUTC();
        var experiment = effective.value();
        var runId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var runs = new LocalRuns(fleet.sockets());
        runs.sweep();
        var remotes = new LinkedHashMap<NodeName, Remote>();
        for (var view : desired.views().values()) {
            remotes.put(view.name(), deployed.nodes().connect(view.node()));
        }
        try (var claim = runs.claim(runId)) {
            var workload = driver.workload(
                    experiment.work(),
                    ExperimentInputs.resultsAmong(experiment.work().inputs(), experiment.out(), nodes),
                    family(deployed));
            var circumstances = new Circumstances(
                    runId,
                    fleet.commandLine(),
                    fleet.installed().version(),
                    EffectiveSettings.of(effective.tree()),
                    prepared.doubts(),
                    clock);
            var hub = claim.folder().resolve("controller.sock");
            var keeping = fleet.links(nodes);
            var run = new FleetRun(
                    experiment,
                    workload,
                    family(deployed),
                    desired,
                    prepared.plans(),
                    deployed.nodes(),
                    remotes,
                    (sockets, named) -> {
                        var kept = keeping.held(sockets, named, deployed.log());
                        return kept.isPresent()
                                ? kept.get()
                                : OwnLinks.open(TunnelSpec.Sockets.of(sockets, hub), hub, named, deployed.nodes());
                    },
                    prepared.lock(),
                    (changes, unknown) -> new AfterRun(deployed, fleet.err())
                            .described(family(deployed), desired, fleet.configuration(), changes, rule, unknown),
                    metrics);
            // Whoever has a results folder has a record in it, also when he is interrupted.
            var results = ResultsFolder.create(
                    experiment.out(),
                    clock.instant(),
                    experiment.name(),
                    workload.quantities().trial(),
                    workload.variants());
            return new FinishedRun(run.execute(circumstances, claim.folder(), results, progress), results.path());
        }
    }
}
