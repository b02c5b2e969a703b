package dev.volta.core.experiment;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.DesiredUnit;
import dev.volta.core.experiment.FleetServices.Described;
import dev.volta.core.experiment.FleetServices.Linking;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.lock.Hold;
import dev.volta.core.remote.Remote;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunRecord;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment on a fleet that was looked at: on this machine alone and on a rack it is the same.
 *
 * @param family whose services do the work
 * @param plans bring them up, one after the other
 * @param access makes connections anew that are lost
 * @param remotes a connection to each node of {@code desired}
 * @param linking makes the links between the services
 * @param metrics whether nodes and services are watched while it runs
 */
public record FleetRun(
        Experiment experiment,
        Workload workload,
        ServiceFamily family,
        DesiredState desired,
        List<DeployPlan> plans,
        NodeAccess access,
        Map<NodeName, Remote> remotes,
        Linking linking,
        Hold hold,
        Described described,
        boolean metrics) {
    public FleetRun {
        plans = List.copyOf(plans);
        remotes = Map.copyOf(remotes);
    }

    /**
     * Runs it and leaves its record in {@code results}.
     *
     * @param sockets a folder with a short path, of this run alone
     */
    public RunRecord execute(Circumstances circumstances, Path sockets, ResultsFolder results, Observer observer)
            throws InterruptedException {
        var site = desired.site(family).orElseThrow();
        var services = new FleetServices(desired, plans, family.sockets(site), access, linking, hold, described);
        var watched = metrics
                ? RunMetrics.of(
                        site,
                        desired.wanted().stream()
                                .map(DesiredUnit::planned)
                                .filter(this::isOfFamily)
                                .toList(),
                        workload.plots(),
                        name -> access.connect(desired.view(name).node()),
                        sockets)
                : RunMetrics.none();
        return new ExperimentRun(
                        experiment, workload, site, remotes, services, watched, circumstances, results, observer)
                .execute();
    }

    /** Others, which may not even run, are nothing to this experiment. */
    private boolean isOfFamily(PlannedUnit unit) {
        return family.kinds().stream().anyMatch(kind -> unit.kind().equals(Optional.of(kind.name())));
    }
}
