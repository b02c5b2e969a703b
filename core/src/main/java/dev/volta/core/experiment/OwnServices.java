package dev.volta.core.experiment;

import dev.volta.core.plan.Plan;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.report.Caution;
import dev.volta.core.run.PlanRun;
import dev.volta.core.run.StepRunner;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.Site;
import dev.volta.core.service.SocketStar;
import dev.volta.core.supervisor.PlainSupervisor;
import dev.volta.core.supervisor.ServiceLogs;
import dev.volta.core.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Services that live as long as their experiment. */
public final class OwnServices implements Services {
    private final Map<NodeName, Remote> remotes;
    private final List<Caution> doubts;
    private final SocketStar sockets;
    private final Path link;
    private final Site site;
    private final List<PlannedUnit> services;
    private final Map<NodeName, Supervisor> supervisors = new HashMap<>();
    private final PlanRun run;
    private @Nullable Tunnel tunnel;

    /**
     * @param remotes one for each node of {@code site}
     * @param doubts what is known against these services before they run
     * @param sockets by which they reach each other
     * @param link where the socket is made that leads to the one that accepts; nothing is there yet
     */
    public OwnServices(
            Site site,
            List<PlannedUnit> services,
            SocketStar sockets,
            Map<NodeName, Remote> remotes,
            List<Caution> doubts,
            Path link) {
        this.remotes = Map.copyOf(remotes);
        this.doubts = List.copyOf(doubts);
        this.sockets = sockets;
        this.link = link;
        this.site = site;
        this.services = List.copyOf(services);
        var runners = new HashMap<NodeName, StepRunner>();
        site.places().forEach(place -> {
            var remote = Objects.requireNonNull(remotes.get(place.node()));
            var supervisor = new PlainSupervisor(
                    remote, place.folders().services(), place.folders().work());
            supervisors.put(place.node(), supervisor);
            runners.put(place.node(), new StepRunner(remote, supervisor));
        });
        this.run = new PlanRun(runners);
    }

    @Override
    public Path up() throws InterruptedException {
        run.up(Plan.toStart(site, services));
        tunnel = Objects.requireNonNull(remotes.get(sockets.node())).socketToNode(link, sockets.socket());
        return link;
    }

    @Override
    public List<Caution> doubts() {
        return doubts;
    }

    @Override
    public void fetchLogs(Path folder) throws InterruptedException {
        for (var place : site.places()) {
            var supervisor = Objects.requireNonNull(supervisors.get(place.node()));
            for (var service : supervisor.services().keySet()) {
                ServiceLogs.fetch(
                        supervisor, service, ServiceLogs.ALL, folder.resolve(place.node() + "-" + service + ".log"));
            }
        }
    }

    @Override
    public void down() throws InterruptedException {
        if (tunnel != null) {
            tunnel.close();
        }
        run.down();
    }
}
