package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.doctor.ServiceReport;
import dev.volta.core.doctor.ServiceReports;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.vm.fleet.VmStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * How the selected nodes stand.
 *
 * @param desired what they were compared with
 * @param services in the order of the nodes
 * @param missing the nodes that nothing is known of, and why
 * @param machines the virtual ones among them, those that are there
 * @param forwards the ports of their services that are wanted on this machine
 * @param forgotten what has left the description
 */
public record FleetStatus(
        DesiredState desired,
        List<ServiceReport> services,
        SequencedMap<NodeName, String> missing,
        List<VmStatus> machines,
        Forwards forwards,
        Forgotten forgotten) {
    /** Looks at them. */
    public static FleetStatus of(
            FleetContext context, DeployedFleet fleet, List<Node> selected, List<VmStatus> machines)
            throws InterruptedException {
        var seen = FleetHealth.ask(fleet, fleet.look((_, _) -> {}), selected);
        var desired = fleet.desired(seen);
        var names = selected.stream().map(Node::name).collect(Collectors.toSet());
        var standings = ServiceReports.of(desired, names);
        var forgotten = Forgotten.of(context, desired.views());
        return new FleetStatus(
                desired, standings, missing(selected, seen), machines, Forwards.of(context, selected), forgotten);
    }

    private static SequencedMap<NodeName, String> missing(List<Node> selected, FleetOutcome<ObservedNode> seen) {
        var missing = new LinkedHashMap<NodeName, String>();
        for (var node : selected) {
            switch (seen.byNode().get(node)) {
                case Outcome.Unreachable<ObservedNode>(var reason) ->
                    missing.put(node.name(), "unreachable: " + reason);
                case Outcome.Failed<ObservedNode>(var reason) -> missing.put(node.name(), "failed: " + reason);
                case null, default -> {}
            }
        }
        return missing;
    }

    /** Whether all are as they should be. */
    public boolean ok() {
        return missing.isEmpty()
                && forgotten.none()
                && machines.stream().allMatch(VmStatus::runs)
                && services.stream().allMatch(ServiceReport::ok);
    }
}
