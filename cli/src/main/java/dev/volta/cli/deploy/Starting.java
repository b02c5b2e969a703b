package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Starts one service, or starts it anew, and tells what became of it. */
record Starting(Scope.Aim aim, OptionalInt serial, Scope.LimitRule limits, ChangeOptions options, CommandSpec spec) {
    int run(ServiceAt service) throws IOException, InterruptedException {
        var selected = service.among(options.fleet());
        var nodes = selected.stream().map(Node::name).collect(Collectors.toSet());
        var scope = new Scope(nodes, Optional.of(service.name()), aim, limits);
        try (var fleet = DeployedFleet.open(options.fleet(), selected, options.dryRun())) {
            var change = new FleetChange(options, spec, fleet, selected);
            return change.locked(() -> {
                var err = spec.commandLine().getErr();
                var seen = FleetHealth.ask(fleet, fleet.look(err), selected);
                var blueprint = fleet.blueprint(seen);
                blueprint.requireService(service.name());
                var plan = DeployedFleet.plan(blueprint, scope);
                if (change.isRefused(plan)) {
                    return ExitCode.CONFIGURATION.code();
                }
                if (options.dryRun()) {
                    return change.show(plan, seen);
                }
                new FleetRecord(options.fleet()).note(blueprint, List.of(plan));
                var outcome = change.carryOut(plan, blueprint, seen, serial);
                return change.tell(outcome, plan.changesSomething() ? PlanText.sum(plan) : "runs already");
            });
        }
    }
}
