package dev.volta.core.doctor;

import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.DesiredUnit;
import dev.volta.core.deploy.Difference;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.Supervisor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what runs with what is described. */
public final class ServiceReports {
    private ServiceReports() {}

    /** What the health checks of {@code checked}, which run on one node, say now, by unit. */
    public static Map<String, HealthVerdict> health(List<DesiredUnit> checked, Remote remote, Supervisor supervisor)
            throws InterruptedException {
        var gate = new HealthGate(remote, supervisor);
        var told = new HashMap<String, HealthVerdict>();
        for (var one : checked) {
            var unit = one.unit().name();
            told.put(unit, gate.look(unit, one.planned().health().orElseThrow()));
        }
        return told;
    }

    /** The same where nobody can look. */
    public static Map<String, HealthVerdict> unknown(List<DesiredUnit> checked, String reason) {
        var told = new HashMap<String, HealthVerdict>();
        checked.forEach(one -> told.put(one.unit().name(), new HealthVerdict.Unknown(reason)));
        return told;
    }

    /** What runs and has a check, by node; a node without any does not appear. */
    public static Map<NodeName, List<DesiredUnit>> checked(DesiredState desired) {
        return desired.wanted().stream()
                .filter(one -> one.planned().health().isPresent())
                .filter(one -> {
                    var status = Objects.requireNonNull(desired.views().get(one.node()))
                            .services()
                            .get(one.unit().name());
                    return status != null && (status.isRunning() || status.state() instanceof ServiceState.Frozen);
                })
                .collect(Collectors.groupingBy(DesiredUnit::node));
    }

    /** Every service that is wanted or there on {@code nodes}, in the order of the nodes, then of their start. */
    public static List<ServiceReport> of(DesiredState desired, Set<NodeName> nodes) {
        var wanted = desired.wanted();
        var standings = new ArrayList<ServiceReport>();
        for (var view : desired.views().values()) {
            if (!nodes.contains(view.name())) {
                continue;
            }
            wanted.stream()
                    .filter(one -> one.node().equals(view.name()))
                    .map(one -> wanted(one, view))
                    .forEach(standings::add);
            DesiredState.undescribed(view, wanted).stream()
                    .map(unit -> undescribed(unit, view))
                    .forEach(standings::add);
        }
        return standings;
    }

    private static ServiceReport wanted(DesiredUnit one, ObservedNode view) {
        var unit = one.unit().name();
        var status = view.services().get(unit);
        var healthy = view.health(unit);
        if (status == null) {
            return new ServiceReport(
                    view.name(), unit, ServiceReport.Match.MISSING, Optional.empty(), Optional.empty(), healthy);
        }
        var difference = Difference.of(one, view, status);
        var match = difference.isPresent() ? ServiceReport.Match.OUTDATED : ServiceReport.Match.CURRENT;
        return new ServiceReport(view.name(), unit, match, Optional.of(status), difference, healthy);
    }

    private static ServiceReport undescribed(String unit, ObservedNode view) {
        var status = Optional.ofNullable(view.services().get(unit));
        return new ServiceReport(
                view.name(),
                unit,
                ServiceReport.Match.UNDESCRIBED,
                status,
                Optional.empty(),
                new HealthVerdict.Unchecked());
    }
}
