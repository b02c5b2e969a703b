package dev.volta.core.doctor;

import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.DesiredUnit;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.metrics.MetricSample;
import dev.volta.core.metrics.ServiceWatch;
import dev.volta.core.metrics.Target;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.wire.Quantities;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for what usually is wrong on a node: its Java, clock, disks and ports, its services, and what modules have looked
 * at. A look that fails is itself a fault, and the others go on.
 */
public final class NodeDoctor {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Script OTHERS = Script.of(NodeDoctor.class, "others.sh")
            .to("list the services of other fleets")
            .including(Supervisor.class, "watchers.sh");

    private final DesiredState desired;
    private final ObservedNode view;
    /** Sockets are numbered, since names of nodes and services make paths too long for them. */
    private static final AtomicInteger LAST_SOCKET = new AtomicInteger();

    private final Remote remote;
    private final List<ServiceReport> standings;
    private final Path sockets;
    private final List<DoctorCheck> ofModules;
    private final List<CheckResult> checks = new ArrayList<>();

    /**
     * An examination of a node.
     *
     * @param standings those of the services of the node
     * @param sockets a folder with a short path, for sockets that lead to the services
     * @param ofModules what modules have looked at
     */
    public NodeDoctor(
            DesiredState desired,
            ObservedNode view,
            Remote remote,
            List<ServiceReport> standings,
            Path sockets,
            List<DoctorCheck> ofModules) {
        this.desired = desired;
        this.view = view;
        this.remote = remote;
        this.standings = List.copyOf(standings);
        this.sockets = sockets;
        this.ofModules = List.copyOf(ofModules);
    }

    private interface Look {
        CheckResult look() throws InterruptedException;
    }

    /** All that was looked at, in the order in which a person would. */
    public List<CheckResult> examine() throws InterruptedException {
        checks.add(CheckResult.ok(node(), "ssh", "answers as " + view.account().user()));
        checks.addAll(NodeChecks.of(desired, view));
        standings.forEach(standing -> checks.add(ServiceCheck.of(standing)));
        var examined = new Examined(desired, view, remote);
        for (var check : ofModules) {
            if (check.concerns(examined)) {
                look(check.name(), () -> check.look(examined));
            }
        }
        var told = new ArrayList<Target.Service>();
        for (var one : desired.wanted()) {
            if (one.node().equals(node()) && isUp(one)) {
                one.planned()
                        .metrics()
                        .ifPresent(
                                socket -> told.add(new Target.Service(one.unit().name(), socket)));
            }
        }
        for (var service : told) {
            look("metrics " + service.unit(), () -> metrics(service));
        }
        look("other fleets", this::otherFleets);
        look("left programs", () -> LeftPrograms.look(remote, LIMIT));
        return checks;
    }

    /** Nobody but who deployed them can say whether they are forgotten. */
    private CheckResult otherFleets() throws InterruptedException {
        var here = view.account(); // where the processes of its containers can be seen too
        var others = OTHERS.withLimit(LIMIT)
                .run(remote)
                .require()
                .out()
                .lines()
                .filter(service -> desired.views().values().stream()
                        .noneMatch(other -> here.sharesKernelWith(other.account()) && other.keeps(service)))
                .toList();
        return CheckResult.ok(
                node(),
                "other fleets",
                others.isEmpty()
                        ? "no service"
                        : "services of others, or of earlier descriptions: " + String.join(", ", others));
    }

    private boolean isUp(DesiredUnit one) {
        return standings.stream()
                .anyMatch(standing -> standing.unit().equals(one.unit().name()) && standing.isUp());
    }

    private CheckResult metrics(Target.Service service) throws InterruptedException {
        var name = "metrics " + service.unit();
        var here = sockets.resolve("m" + LAST_SOCKET.incrementAndGet());
        var watch = new ServiceWatch(node(), service, here, InstantSource.system());
        try (var opened = watch.over(remote)) {
            return switch (opened.ask().told()) {
                case MetricSample.Told.Values(var series, var _) ->
                    CheckResult.ok(node(), name, "answers with " + Quantities.count(series.size(), "value"));
                case MetricSample.Told.Nothing(var reason) ->
                    CheckResult.fault(
                            node(),
                            name,
                            service.socket() + " " + reason,
                            "see 'volta logs " + service.unit() + "@" + node() + "', then 'volta restart "
                                    + service.unit() + "'");
            };
        }
    }

    private NodeName node() {
        return view.name();
    }

    private void look(String name, Look look) throws InterruptedException {
        try {
            checks.add(look.look());
        } catch (RemoteException e) {
            checks.add(
                    CheckResult.fault(node(), name, String.valueOf(e.getMessage()), "see 'volta ssh " + node() + "'"));
        }
    }
}
