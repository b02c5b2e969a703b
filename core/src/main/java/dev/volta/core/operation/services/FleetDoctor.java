package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.doctor.CheckResult;
import dev.volta.core.doctor.NodeDoctor;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.lock.LockState;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.remote.RemoteException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that {@code volta doctor} looks at, also on nodes where a look fails.
 *
 * @param sockets a folder with a short path, for sockets that lead to services
 */
public record FleetDoctor(FleetContext context, DeployedFleet fleet, List<Node> selected, Path sockets) {
    private static final String LOCK = "lock";

    /** Looks at it all. */
    public List<CheckResult> examine() throws InterruptedException {
        var standing = FleetStatus.of(context, fleet, selected, List.of());
        var desired = standing.desired();
        NodeTask<List<CheckResult>> examination = (node, remote) -> new NodeDoctor(
                        desired,
                        desired.view(node.name()),
                        remote,
                        standing.services().stream()
                                .filter(service -> service.node().equals(node.name()))
                                .toList(),
                        sockets,
                        context.installed().doctorChecks())
                .examine();
        var reached = selected.stream()
                .filter(node -> desired.views().containsKey(node.name()))
                .toList();
        var outcome = fleet.onEach(reached, examination, (_, _) -> {});
        var checks = new ArrayList<CheckResult>();
        for (var node : selected) {
            var seen = outcome.byNode().get(node);
            if (seen instanceof Outcome.Done<List<CheckResult>> done) {
                checks.addAll(done.result());
            } else {
                checks.add(lost(node, standing.missing().getOrDefault(node.name(), "was lost in the middle")));
            }
        }
        checks.addAll(standing.forgotten().checks(fleet.lockNode()));
        checks.add(lock());
        return checks;
    }

    private static CheckResult lost(Node node, String reason) {
        return CheckResult.fault(node.name(), "ssh", reason, "try 'volta ssh " + node.name() + "'");
    }

    private CheckResult lock() throws InterruptedException {
        var node = fleet.lockNode();
        try {
            var state = fleet.lock().state();
            return switch (state) {
                case LockState.Free _, LockState.Held _ -> CheckResult.ok(node, LOCK, state.told());
                case LockState.Expired _, LockState.Damaged _ ->
                    CheckResult.fault(
                            node,
                            LOCK,
                            state.told(),
                            "see what that command left: volta status; remove its lock now: volta lock release");
            };
        } catch (RemoteException e) {
            return CheckResult.fault(
                    node, LOCK, String.valueOf(e.getMessage()), "nobody can deploy while it is out of reach");
        }
    }
}
