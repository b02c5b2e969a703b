package dev.volta.core.operation.experiment;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Limits;
import dev.volta.core.config.load.Effective;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.NodeLayout;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.ProgramsInPlace;
import dev.volta.core.deploy.Scope;
import dev.volta.core.deploy.Scope.Aim;
import dev.volta.core.experiment.Circumstances;
import dev.volta.core.experiment.ExperimentInputs;
import dev.volta.core.experiment.FleetRun;
import dev.volta.core.experiment.LocalRuns;
import dev.volta.core.experiment.LocalSight;
import dev.volta.core.experiment.OwnFleet;
import dev.volta.core.fleet.OpenNodes;
import dev.volta.core.fleet.ThisMachine;
import dev.volta.core.link.OwnLinks;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.lock.Hold;
import dev.volta.core.operation.Installed;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.ResultsFailure;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.run.ExitCode;
import dev.volta.core.run.Uninterruptible;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.Site;
import dev.volta.core.supervisor.Enforcement;
import dev.volta.core.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Runs an experiment on a fleet of its own, which is this machine alone and ends with it. */
public final class LocalExperiment {
    private final Effective<Experiment> effective;
    private final Scope.LimitRule rule;
    private final List<String> commandLine;
    private final boolean metrics;
    private final PrintWriter err;
    private final Installed installed;
    private final String runId =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private final LocalRuns runs;
    private final ServiceFamily services;
    private final Workload workload;
    private final Configuration configuration;

    /** @param runs the run folders of this machine */
    public LocalExperiment(
            LocalRuns runs,
            Effective<Experiment> effective,
            Scope.LimitRule rule,
            List<String> commandLine,
            boolean metrics,
            Installed installed,
            PrintWriter err) {
        this.runs = runs;
        this.effective = effective;
        this.rule = rule;
        this.commandLine = List.copyOf(commandLine);
        this.metrics = metrics;
        this.err = err;
        this.installed = installed;
        var work = effective.value().work();
        var driver = installed.driver(work);
        this.services = driver.services(work);
        this.workload = driver.workload(work, List.of(effective.value().out()), services);
        var alone = OwnFleet.configuration(services);
        this.configuration = driver.asAskedFor(alone, effective.value(), alone.nodes());
    }

    public RunResult execute(boolean dryRun, PrintWriter out, ProgressDisplay progress)
            throws IOException, InterruptedException {
        ExperimentInputs.requireApart(effective);
        var node = OwnFleet.node(configuration);
        var sights = Map.of(node.name(), LocalSight.look(ExperimentInputs.on(node.name(), effective.value())));
        ExperimentInputs.requireSeen(effective, sights);
        var doubts = ExperimentInputs.overlaps(effective.value(), sights).caution().stream()
                .toList();
        try (var nodes = new OpenNodes(new ThisMachine())) {
            var limited = configuration.services().stream()
                    .anyMatch(service -> !service.limits().equals(Limits.NONE));
            var enforcement = limited ? Enforcement.ask(nodes.connect(node)) : Enforcement.ALL;
            // Nothing is made before it is known that it can run.
            var results = effective
                    .value()
                    .out()
                    .resolve("<time>-" + effective.value().name());
            var plan = plan(desired(runs.folder(runId), results, enforcement));
            PlanText.findings(List.of(plan)).forEach(err::println);
            if (plan.refused()) {
                return new RunResult.Refused(ExitCode.CONFIGURATION);
            }
            if (dryRun) {
                out.print(PlanText.of(List.of(plan)));
                out.flush();
                return new RunResult.Refused(ExitCode.OK);
            }
            return new RunResult.Ran(execute(nodes, enforcement, doubts, progress));
        } finally {
            progress.end();
        }
    }

    private FinishedRun execute(
            OpenNodes nodes, Enforcement enforcement, List<RaisedWarning> doubts, ProgressDisplay progress)
            throws IOException, InterruptedException {
        runs.sweep();
        var clock = Clock.systemUTC();
        var experiment = effective.value();
        var node = OwnFleet.node(configuration);
        var remotes = Map.of(node.name(), nodes.connect(node));
        var circumstances = new Circumstances(
                runId, commandLine, installed.version(), EffectiveSettings.of(effective.tree()), doubts, clock);
        try (var claim = runs.claim(runId)) {
            var hub = claim.folder().resolve("client.sock");
            var results = ResultsFolder.create(
                    experiment.out(),
                    clock.instant(),
                    experiment.name(),
                    workload.quantities().trial(),
                    workload.variants());
            // Whoever has a results folder has a record in it, also when he is interrupted.
            Uninterruptible.run("state", () -> makeState(claim, results));
            var desired = desired(claim.folder(), results.path(), enforcement);
            var run = new FleetRun(
                    experiment,
                    workload,
                    services,
                    desired,
                    List.of(plan(desired)),
                    nodes,
                    remotes,
                    (sockets, named) -> OwnLinks.open(TunnelSpec.Sockets.of(sockets, hub), hub, named, nodes),
                    Hold.ALONE,
                    (_, _) -> List.of(),
                    metrics);
            return new FinishedRun(run.execute(circumstances, claim.folder(), results, progress), results.path());
        }
    }

    private static void makeState(LocalRuns.Claim claim, ResultsFolder results) {
        try {
            claim.makeState(state(results.path()));
        } catch (IOException e) {
            throw new ResultsFailure(state(results.path()), e);
        }
    }

    private static Path state(Path results) {
        return results.toAbsolutePath().resolve(".state");
    }

    private DesiredState desired(Path runFolder, Path results, Enforcement enforcement) throws IOException {
        var owner = new Site.Owner(runs.lock(runId).toString());
        var layout = NodeLayout.passing(runFolder.toString(), state(results).toString(), owner);
        var programs = new ProgramsInPlace(installed.nodeJars(), services);
        return OwnFleet.desired(
                configuration, layout, programs, installed.supervisors().anywhere(), installed.javaHome(), enforcement);
    }

    private DeployPlan plan(DesiredState desired) {
        return Deployment.plan(
                desired, new Scope(Set.copyOf(desired.views().keySet()), Optional.empty(), Aim.DESCRIBED, rule));
    }
}
