package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.plan.Step;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what has to be done so that services do not run any more: what nobody describes first, then every service before
 * those that it comes after. One that cannot be stopped keeps no other from being stopped. Pure.
 */
public final class Shutdown {
    private final DesiredState desired;
    private final Scope scope;
    private final StageList stages = new StageList();
    private final List<Change> changes = new ArrayList<>();

    private Shutdown(DesiredState desired, Scope scope) {
        this.desired = desired;
        this.scope = scope;
    }

    public static DeployPlan plan(DesiredState desired, Scope scope) {
        var shutdown = new Shutdown(desired, scope);
        shutdown.plan();
        return new DeployPlan(findings(desired, scope), shutdown.changes, shutdown.stages.all(), Set.of());
    }

    /** All of a node may be stopped whoever it is, and a unit where it is found; a service is stopped where it belongs. */
    private static List<Finding> findings(DesiredState desired, Scope scope) {
        var isService = desired.configuration().services().stream()
                .anyMatch(service -> scope.name().equals(Optional.of(service.name())));
        return isService ? MisplacedUnits.findings(desired, scope) : List.of();
    }

    private void plan() {
        var wanted = desired.wanted();
        var first = new LinkedHashMap<NodeName, List<Step>>();
        for (var view : desired.views().values()) {
            DesiredState.undescribed(view, wanted).stream()
                    .filter(unit -> scope.holdsUndescribed(view.name(), unit))
                    .forEach(unit -> stop(view, unit, "it is not described", first));
        }
        stages.atOnce("stop what is not described", List.of(), first);
        for (var service : desired.inOrder().reversed()) {
            var steps = new LinkedHashMap<NodeName, List<Step>>();
            DesiredState.of(service, wanted).stream()
                    .filter(scope::holds)
                    .forEach(one -> stop(desired.view(one.node()), one.unit().name(), "it was asked for", steps));
            stages.atOnce("stop " + service.name(), List.of(), steps);
        }
    }

    private void stop(ObservedNode view, String unit, String reason, Map<NodeName, List<Step>> steps) {
        var status = view.services().get(unit);
        if (status != null && hasProcesses(status)) {
            changes.add(new Change(view.name(), unit, Change.Kind.STOP, reason));
            StageList.add(steps, new Step.StopService(view.name(), unit));
        }
    }

    static boolean hasProcesses(ServiceStatus status) {
        return switch (status.state()) {
            case ServiceState.Running _, ServiceState.Frozen _, ServiceState.Unwatched _ -> true;
            case ServiceState.Stopped _ -> false;
        };
    }
}
