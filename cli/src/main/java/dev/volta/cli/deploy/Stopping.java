package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.Blueprint;
import dev.volta.core.deploy.DamagedRecordException;
import dev.volta.core.deploy.Progress;
import dev.volta.core.deploy.Scope;
import dev.volta.core.deploy.Shutdown;
import dev.volta.core.fleet.FleetOutcome;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** Stops services and tells what became of them. */
record Stopping(Scope scope, ChangeOptions options, CommandSpec spec) {
    int run(List<Node> selected) throws IOException, InterruptedException {
        try (var fleet = DeployedFleet.open(options.fleet(), selected, true)) {
            var change = new FleetChange(options, spec, fleet, selected);
            return change.lockedIfReached(() -> {
                var seen = fleet.look(spec.commandLine().getErr());
                var blueprint = fleet.blueprint(seen);
                scope.name().ifPresent(blueprint::requireService);
                var plan = Shutdown.plan(blueprint, scope);
                if (change.isRefused(plan)) {
                    return ExitCode.CONFIGURATION.code();
                }
                if (options.dryRun()) {
                    return change.show(plan, seen);
                }
                var outcome = change.carryOut(plan, blueprint, seen, OptionalInt.empty());
                strikeOut(blueprint, outcome);
                var told = change.tell(outcome, plan.stages().isEmpty() ? "nothing runs" : PlanText.sum(plan));
                return told == ExitCode.OK.code() && !blueprint.isWhole() ? ExitCode.FAILED.code() : told;
            });
        }
    }

    /** What was stopped whole need not be remembered. That the record is damaged keeps nothing from being stopped. */
    private void strikeOut(Blueprint blueprint, FleetOutcome<Progress> outcome)
            throws IOException, InterruptedException {
        if (scope.name().isPresent()) {
            return;
        }
        try {
            new FleetRecord(options.fleet()).stopped(blueprint, outcome.finished());
        } catch (DamagedRecordException _) {
            // stop-all tells of it in the end
        }
    }
}
