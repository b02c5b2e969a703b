package dev.volta.cli.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.NodeView;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.standing.Standings;
import dev.volta.core.supervisor.HealthVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the services of many nodes how they are, at the same time. */
final class FleetHealth {
    private FleetHealth() {}

    /** What was seen, with what the checks of services that run say on {@code nodes}. */
    static FleetOutcome<NodeView> ask(DeployedFleet fleet, FleetOutcome<NodeView> seen, List<Node> nodes)
            throws InterruptedException {
        var blueprint = fleet.blueprint(seen);
        var asked = nodes.stream()
                .filter(node -> blueprint.views().containsKey(node.name())
                        && !Standings.checkedOn(node.name(), blueprint).isEmpty())
                .toList();
        FleetOutcome<Map<String, HealthVerdict>> told = fleet.onEach(
                asked,
                (node, remote) -> Standings.healthOn(
                        node.name(), blueprint, remote, DeployedFleet.supervisor(blueprint, node.name(), remote)),
                (_, _) -> {});
        if (told.interrupted()) {
            throw new InterruptedException();
        }
        var all = new LinkedHashMap<Node, Outcome<NodeView>>();
        seen.byNode().forEach((node, outcome) -> {
            if (outcome instanceof Outcome.Done<NodeView>(var view, var ok, var took) && asked.contains(node)) {
                var health = told.byNode().get(node) instanceof Outcome.Done<Map<String, HealthVerdict>> done
                        ? done.result()
                        : Standings.unknownOn(node.name(), blueprint, "the node was lost while it was asked");
                all.put(node, new Outcome.Done<>(view.withHealth(health), ok, took));
            } else {
                all.put(node, outcome);
            }
        });
        return new FleetOutcome<>(all, seen.interrupted());
    }
}
