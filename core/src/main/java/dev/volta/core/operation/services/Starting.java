package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Starts one service, or starts it anew, and tells what became of it. */
public record Starting(
        Scope.Aim aim, OptionalInt serial, Scope.LimitRule limits, FleetContext context, ChangeSettings settings) {
    /**
     * Starts it.
     *
     * @param service its name, or that of one unit of it
     * @param selected the nodes
     */
    public int run(String service, List<Node> selected) throws IOException, InterruptedException {
        var alone = HostStage.isAlone(context, selected);
        try (var fleet = alone
                ? DeployedFleet.ofHost(context, settings.dryRun())
                : DeployedFleet.open(context, selected, settings.dryRun())) {
            var change = new FleetChange(context, settings, fleet, selected);
            CommandLock.Work<Integer> work = () -> run(service, selected, fleet, change);
            return alone ? change.lockedInFolder(work) : change.locked(work);
        }
    }

    private int run(String service, List<Node> selected, DeployedFleet fleet, FleetChange change)
            throws IOException, InterruptedException {
        var nodes = selected.stream().map(Node::name).collect(Collectors.toSet());
        var scope = new Scope(nodes, Optional.of(service), aim, limits);
        var err = context.err();
        var seen = FleetHealth.ask(fleet, fleet.look(err), selected);
        var desired = fleet.desired(seen);
        desired.requireService(service);
        var plan = Deployment.plan(desired, scope);
        if (change.isRefused(plan)) {
            return ExitCode.CONFIGURATION.code();
        }
        if (settings.dryRun()) {
            return change.show(plan, seen);
        }
        new FleetRecord(context).note(desired, List.of(plan));
        var outcome = change.carryOut(plan, desired, seen, serial);
        return change.tell(outcome, plan.changesSomething() ? PlanText.sum(plan) : "runs already");
    }
}
