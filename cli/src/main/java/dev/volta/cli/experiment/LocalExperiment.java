package dev.volta.cli.experiment;

import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.Installation;
import dev.volta.cli.common.Registered;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Limits;
import dev.volta.core.config.load.Effective;
import dev.volta.core.deploy.Scope;
import dev.volta.core.experiment.Circumstances;
import dev.volta.core.experiment.ExperimentRun;
import dev.volta.core.experiment.LocalRuns;
import dev.volta.core.experiment.OwnServices;
import dev.volta.core.experiment.RunMetrics;
import dev.volta.core.plan.Plan;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.workload.Workload;
import dev.volta.hashing.workload.DigestWork;
import dev.volta.hashing.workload.NodeServices;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts together what an experiment on this machine needs. */
final class LocalExperiment {
    private static final NodeName NODE = new NodeName("local");

    private final Effective<Experiment> effective;
    private final LocalLimits limits;
    private final int workers;
    private final List<String> commandLine;
    private final BuildInfo build;
    private final boolean metrics;
    private final SecureRandom random = new SecureRandom();
    private final String runId = randomHex(4);
    private final LocalRuns runs;
    private final NodeServices services;
    private final Workload workload;

    /** @param runs the run folders of this machine */
    LocalExperiment(
            LocalRuns runs,
            Effective<Experiment> effective,
            Scope.LimitRule rule,
            List<String> commandLine,
            BuildInfo build,
            boolean metrics) {
        this.runs = runs;
        this.effective = effective;
        this.limits = new LocalLimits(effective, rule);
        this.workers = DigestWork.workersOn(Runtime.getRuntime().availableProcessors(), effective.value());
        this.commandLine = List.copyOf(commandLine);
        this.build = build;
        this.metrics = metrics;
        var work = effective.value().work();
        this.services = Registered.services(work);
        this.workload = Registered.workload(work, List.of(effective.value().out()), services);
    }

    /** What {@link #execute} would do, below a results folder whose name is not known yet. */
    Plan plan() throws InterruptedException {
        try (var remote = new LocalRemote(NODE)) {
            var results = effective
                    .value()
                    .out()
                    .resolve("<time>-" + effective.value().name());
            var site =
                    site(runs.folder(runId), results, limits.of(workers, remote).each());
            return Plan.toStart(site, services.units(site));
        }
    }

    FinishedRun execute(ProgressDisplay progress) throws IOException, InterruptedException {
        runs.sweep();
        var clock = Clock.systemUTC();
        var experiment = effective.value();
        try (var claim = runs.claim(runId);
                var remote = LocalRemote.shielded(NODE)) {
            var held = limits.of(workers, remote);
            var results = ResultsFolder.create(
                    experiment.out(),
                    clock.instant(),
                    experiment.name(),
                    workload.quantities().trial());
            claim.makeState(state(results.path()));
            var site = site(claim.folder(), results.path(), held.each());
            var circumstances = new Circumstances(
                    runId,
                    commandLine,
                    build.toRecord(),
                    Settings.of(effective.tree()),
                    LocalInputs.overlaps(experiment).caution().stream().toList(),
                    clock);
            var remotes = Map.<NodeName, Remote>of(NODE, remote);
            var units = services.units(site);
            var own = new OwnServices(
                    site,
                    units,
                    services.sockets(site).orElseThrow(),
                    remotes,
                    held.doubts(),
                    claim.folder().resolve("client.sock"));
            var watched = metrics
                    ? RunMetrics.of(site, units, workload.plots(), _ -> remote, claim.folder())
                    : RunMetrics.none();
            var run = new ExperimentRun(
                    experiment, workload, site, remotes, own, watched, circumstances, results, progress);
            return new FinishedRun(run.execute(), results.path());
        } finally {
            progress.end();
        }
    }

    private static Path state(Path results) {
        return results.toAbsolutePath().resolve(".state");
    }

    private Site site(Path runFolder, Path results, Limits each) {
        var jars = services.kinds().stream()
                .collect(Collectors.toMap(
                        ServiceKind::name,
                        kind -> Installation.nodeJars().resolve(kind.jar()).toString()));
        var folders = new Site.Folders(
                jars, runFolder.toString(), runFolder.toString(), state(results).toString());
        var java = Installation.java().toString();
        var kinds = new LinkedHashMap<String, List<Site.Place>>();
        kinds.put(NodeServices.CONTROLLER.name(), List.of(new Site.Place(NODE, folders, java, false, 1, Limits.NONE)));
        kinds.put(NodeServices.WORKER.name(), List.of(new Site.Place(NODE, folders, java, false, workers, each)));
        return new Site(kinds, Optional.of(new Site.Owner(runs.lock(runId).toString())));
    }

    private String randomHex(int bytes) {
        var drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
