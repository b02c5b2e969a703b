package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.DamagedRecordException;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.NodeProgress;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.deploy.Shutdown;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** Stops services and tells what became of them. */
public record Stopping(Scope scope, FleetContext context, ChangeSettings settings) {
    /** Does it on {@code selected}; returns an exit code. */
    public int run(List<Node> selected) throws IOException, InterruptedException {
        if (HostStage.isAlone(context, selected)) {
            return runOnHost();
        }
        try (var fleet = DeployedFleet.open(context, selected, true)) {
            var change = new FleetChange(context, settings, fleet, selected);
            return change.lockedIfReached(() -> stopWhole(fleet, change));
        }
    }

    /** The same on the host alone, where virtual machines do not run. */
    int runOnHost() throws IOException, InterruptedException {
        try (var fleet = DeployedFleet.ofHost(context, true)) {
            var change = new FleetChange(
                    context, settings, fleet, List.of(context.inventory().host()));
            CommandLock.Work<Integer> work = () -> stop(fleet, change, fleet.look(context.err()));
            return fleet.lockPlace().node().vm().isPresent()
                    ? change.lockedInFolder(work)
                    : change.lockedIfReached(work);
        }
    }

    private int stopWhole(DeployedFleet fleet, FleetChange change) throws IOException, InterruptedException {
        var seen = fleet.look(context.err());
        var told = stop(fleet, change, seen);
        return told == ExitCode.OK.code()
                        && !settings.dryRun()
                        && !fleet.desired(seen).isWhole()
                ? ExitCode.FAILED.code()
                : told;
    }

    private int stop(DeployedFleet fleet, FleetChange change, FleetOutcome<ObservedNode> seen)
            throws IOException, InterruptedException {
        var desired = fleet.desired(seen);
        scope.name().ifPresent(desired::requireService);
        var plan = Shutdown.plan(desired, scope);
        if (change.isRefused(plan)) {
            return ExitCode.CONFIGURATION.code();
        }
        if (settings.dryRun()) {
            return change.show(plan, seen);
        }
        var outcome = change.carryOut(plan, desired, seen, OptionalInt.empty());
        strikeOut(desired, outcome);
        return change.tell(outcome, plan.stages().isEmpty() ? "nothing runs" : PlanText.sum(plan));
    }

    /** What was stopped whole need not be remembered. That the record is damaged keeps nothing from being stopped. */
    private void strikeOut(DesiredState desired, FleetOutcome<NodeProgress> outcome)
            throws IOException, InterruptedException {
        if (scope.name().isPresent()) {
            return;
        }
        try {
            new FleetRecord(context)
                    .stopped(
                            desired,
                            outcome.finished().stream()
                                    .filter(node -> scope.spared().isEmpty() || !node.isHost())
                                    .toList());
        } catch (DamagedRecordException _) {
            // stop-all tells of it in the end
        }
    }
}
