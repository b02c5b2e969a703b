package dev.volta.cli.transfer;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.OutcomeReport;
import dev.volta.core.fleet.Outcome;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta pull}. */
@Command(name = "pull", description = "Copies a file or a folder from each node to a folder of its name here.")
public final class PullCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Parameters(index = "0", paramLabel = "REMOTE", description = "The absolute path on the nodes.")
    private String remote;

    @Parameters(index = "1", paramLabel = "LOCALDIR", description = "Gets LOCALDIR/<node>/<name of REMOTE>.")
    private Path local;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!remote.startsWith("/") || remote.equals("/")) {
            throw new ParameterException(
                    spec.commandLine(), "the path on the nodes is absolute and not /, not '" + remote + "'");
        }
        var nodes = fleet.select();
        var out = spec.commandLine().getOut();
        var report = new OutcomeReport<Integer>(spec.commandLine().getErr(), Object::toString);
        try (var session = fleet.open(nodes)) {
            var outcome = fleet.fanOut().run(nodes, session.access(), new Downloads(remote, local), report::ended);
            outcome.byNode().forEach((node, state) -> {
                if (state instanceof Outcome.Done<Integer> done) {
                    var files = done.result() == 1 ? "1 file" : done.result() + " files";
                    out.println(node.name() + ": " + files + " in "
                            + local.resolve(node.name().value()));
                }
            });
            out.flush();
            return report.finish(outcome, true);
        }
    }
}
