package dev.volta.core.standing;

import dev.volta.core.config.Health;
import dev.volta.core.deploy.Blueprint;
import dev.volta.core.deploy.Difference;
import dev.volta.core.deploy.NodeView;
import dev.volta.core.deploy.Wanted;
import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.Supervisor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares what runs with what is described. */
public final class Standings {
    private static final Fact<Boolean> NO_CHECK = Fact.unavailable("no check");

    private Standings() {}

    /** What the health checks of the services that run on a node say now, by unit. */
    public static Map<String, Boolean> healthOn(
            NodeName node, Blueprint blueprint, Remote remote, Supervisor supervisor) throws InterruptedException {
        var view = Objects.requireNonNull(blueprint.views().get(node));
        var healthy = new HashMap<String, Boolean>();
        var gate = new HealthGate(remote, supervisor);
        for (var one : blueprint.wanted()) {
            var health = one.planned().health().map(Health::probe);
            if (!one.node().equals(node) || health.isEmpty()) {
                continue;
            }
            var status = view.services().get(one.unit().name());
            if (status != null && status.isRunning()) {
                healthy.put(one.unit().name(), gate.passes(health.get()));
            }
        }
        return healthy;
    }

    /**
     * Every service that is wanted or there on {@code nodes}, in the order of the nodes, then of their start.
     *
     * @param supervisors says what the supervisor of a node would write down; nothing else of it is used
     * @param healthy by node and unit; a service that is not in it has no check, or does not run
     */
    public static List<Standing> of(
            Blueprint blueprint,
            Set<NodeName> nodes,
            Function<NodeName, Supervisor> supervisors,
            Map<NodeName, Map<String, Boolean>> healthy) {
        var wanted = blueprint.wanted();
        var standings = new ArrayList<Standing>();
        for (var view : blueprint.views().values()) {
            if (!nodes.contains(view.name())) {
                continue;
            }
            var checks = healthy.getOrDefault(view.name(), Map.of());
            wanted.stream()
                    .filter(one -> one.node().equals(view.name()))
                    .map(one -> wanted(one, view, supervisors.apply(view.name()), checks))
                    .forEach(standings::add);
            Blueprint.undescribed(view, wanted).stream()
                    .map(unit -> undescribed(unit, view))
                    .forEach(standings::add);
        }
        return standings;
    }

    private static Standing wanted(Wanted one, NodeView view, Supervisor supervisor, Map<String, Boolean> checks) {
        var unit = one.unit().name();
        var status = view.services().get(unit);
        var check = checks.get(unit);
        var healthy = check == null ? NO_CHECK : Fact.known(check);
        if (status == null) {
            return new Standing(view.name(), unit, Standing.Match.MISSING, Optional.empty(), Optional.empty(), healthy);
        }
        var difference = Difference.of(one, view, status, supervisor);
        var match = difference.isPresent() ? Standing.Match.OUTDATED : Standing.Match.CURRENT;
        return new Standing(view.name(), unit, match, Optional.of(status), difference, healthy);
    }

    private static Standing undescribed(String unit, NodeView view) {
        var status = Optional.ofNullable(view.services().get(unit));
        return new Standing(view.name(), unit, Standing.Match.UNDESCRIBED, status, Optional.empty(), NO_CHECK);
    }
}
