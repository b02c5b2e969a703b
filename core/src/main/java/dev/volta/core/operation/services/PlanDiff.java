package dev.volta.core.operation.services;

import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.FileDiff;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.RawText;
import java.io.PrintWriter;

/** What a plan would change in the files and definitions of the nodes, as unified diffs. */
record PlanDiff(DeployPlan plan, DesiredState desired) {
    int print(DeployedFleet fleet, PrintWriter out, PrintWriter err) {
        var report = new OutcomeReport<String>(err, _ -> "done");
        var reached = fleet.session().nodes().stream()
                .filter(node -> desired.views().containsKey(node.name()))
                .toList();
        NodeTask<String> task = (node, remote) -> {
            var format = desired.view(node.name()).format();
            var text = new StringBuilder();
            var diff = new FileDiff(remote);
            for (var file : plan.files(node.name())) {
                text.append(diff.of(file));
            }
            for (var definition : plan.definitions(node.name(), format)) {
                text.append(diff.of(definition));
            }
            return text.toString();
        };
        var outcome = fleet.onEach(reached, task, report::ended);
        outcome.byNode().values().forEach(one -> {
            if (one instanceof Outcome.Done<String> done) {
                out.print(RawText.printable(done.result()));
            }
        });
        out.flush();
        var told = report.finish(outcome, true);
        return told == ExitCode.OK.code() && !desired.unseen().isEmpty() ? ExitCode.FAILED.code() : told;
    }
}
