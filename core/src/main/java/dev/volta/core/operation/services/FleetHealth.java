package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.doctor.ServiceReports;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.supervisor.HealthVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the services of many nodes how they are, at the same time. */
final class FleetHealth {
    private FleetHealth() {}

    /** What was seen, with what the checks of services that run say on {@code nodes}. */
    static FleetOutcome<ObservedNode> ask(DeployedFleet fleet, FleetOutcome<ObservedNode> seen, List<Node> nodes)
            throws InterruptedException {
        var desired = fleet.desired(seen);
        var checked = ServiceReports.checked(desired);
        var asked =
                nodes.stream().filter(node -> checked.containsKey(node.name())).toList();
        FleetOutcome<Map<String, HealthVerdict>> told = fleet.onEach(
                asked,
                (node, remote) -> ServiceReports.health(
                        checked.getOrDefault(node.name(), List.of()),
                        remote,
                        desired.view(node.name()).supervisor(remote)),
                (_, _) -> {});
        if (told.interrupted()) {
            throw new InterruptedException();
        }
        var all = new LinkedHashMap<Node, Outcome<ObservedNode>>();
        seen.byNode().forEach((node, outcome) -> {
            var answer = told.byNode().get(node);
            if (outcome instanceof Outcome.Done<ObservedNode>(var view, var ok, var took) && answer != null) {
                var services = checked.getOrDefault(node.name(), List.of());
                var health = answer instanceof Outcome.Done<Map<String, HealthVerdict>> done
                        ? done.result()
                        : ServiceReports.unknown(
                                services, "the node could not be asked: " + OutcomeReport.words(answer, _ -> "done"));
                all.put(node, new Outcome.Done<>(view.withHealth(health), ok, took));
            } else {
                all.put(node, outcome);
            }
        });
        return new FleetOutcome<>(all, seen.interrupted());
    }
}
