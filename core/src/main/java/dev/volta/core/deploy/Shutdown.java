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
    private final DesiredState blueprint;
    private final Scope scope;
    private final StageList stages = new StageList();
    private final List<Change> changes = new ArrayList<>();

    private Shutdown(DesiredState blueprint, Scope scope) {
        this.blueprint = blueprint;
        this.scope = scope;
    }

    public static DeployPlan plan(DesiredState blueprint, Scope scope) {
        var shutdown = new Shutdown(blueprint, scope);
        shutdown.plan();
        return new DeployPlan(findings(blueprint, scope), shutdown.changes, shutdown.stages.all(), Set.of());
    }

    /** All of a node may be stopped whoever it is, and a unit where it is found; a service is stopped where it belongs. */
    private static List<Finding> findings(DesiredState blueprint, Scope scope) {
        var isService = blueprint.configuration().services().stream()
                .anyMatch(service -> scope.name().equals(Optional.of(service.name())));
        return isService ? MisplacedUnits.findings(blueprint, scope) : List.of();
    }

    private void plan() {
        var wanted = blueprint.wanted();
        var first = new LinkedHashMap<NodeName, List<Step>>();
        for (var view : blueprint.views().values()) {
            DesiredState.undescribed(view, wanted).stream()
                    .filter(unit -> scope.holdsUndescribed(view.name(), unit))
                    .forEach(unit -> stop(view, unit, "it is not described", first));
        }
        stages.atOnce("stop what is not described", List.of(), first);
        for (var service : blueprint.inOrder().reversed()) {
            var steps = new LinkedHashMap<NodeName, List<Step>>();
            DesiredState.of(service, wanted).stream()
                    .filter(scope::holds)
                    .forEach(one -> stop(blueprint.view(one.node()), one.unit().name(), "it was asked for", steps));
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
