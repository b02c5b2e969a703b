package dev.volta.cli.transfer;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.operation.transfer.Downloads;
import dev.volta.core.operation.transfer.Moved;
import dev.volta.core.operation.transfer.Transfers;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.Quantities;
import dev.volta.core.wire.RawText;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta pull}. */
@Command(
        name = "pull",
        description = "Copy a file or a folder from each node into a local folder named after the node.")
public final class PullCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 5;

    @Mixin
    private FleetOptions fleet;

    @Mixin
    private TransferOptions options;

    @Parameters(index = "0", paramLabel = "REMOTE", description = "The absolute path on the nodes.")
    private String remote;

    @Parameters(index = "1", paramLabel = "LOCALDIR", description = "Copy to LOCALDIR/<node>/<name of REMOTE>.")
    private String local;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        TransferOptions.requirePaths(spec);
        if (!remote.startsWith("/") || Downloads.nameOf(remote).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the path on the nodes must be absolute and end in a name, not '" + RawText.printableName(remote)
                            + "'");
        }
        var into = RawText.path(local);
        var nodes = fleet.select();
        var out = spec.commandLine().getOut();
        if (options.dryRun()) {
            nodes.forEach(node -> out.println(RawText.printableName(node.name() + ": " + remote + " to "
                    + RawText.of(into.resolve(node.name().value())) + "/" + Downloads.nameOf(remote))));
            return ExitCode.OK.code();
        }
        var report = new OutcomeReport<Moved>(spec.commandLine().getErr(), _ -> "done");
        var progress = options.progress(spec.commandLine().getErr());
        progress.begin("pull");
        var transfers = Transfers.begin(nodes, OptionalLong.empty(), progress);
        try (var session = fleet.open(nodes)) {
            var downloads = new Downloads(remote, into, transfers);
            var outcome = fleet.fanOut().run(nodes, session.access(), downloads, (node, ended) -> {
                transfers.ended(ended.ok());
                report.ended(node, ended);
                tellLeft(node, transfers.of(node).left());
            });
            switch (options.output()) {
                case json -> out.println(TransferJson.of(outcome, transfers, report));
                case text ->
                    outcome.byNode().forEach((node, state) -> {
                        if (state instanceof Outcome.Done<Moved> done) {
                            out.println(node.name() + ": "
                                    + Quantities.count(done.result().files(), "file") + " in "
                                    + RawText.printableName(
                                            RawText.of(into.resolve(node.name().value()))));
                        }
                    });
            }
            out.flush();
            return report.finish(outcome, true);
        }
    }

    private void tellLeft(Node node, List<String> names) {
        if (!names.isEmpty()) {
            var named =
                    names.stream().limit(MOST_NAMED).map(RawText::printableName).collect(Collectors.joining(", "));
            var more = names.size() > MOST_NAMED ? " and " + Quantities.count(names.size() - MOST_NAMED) + " more" : "";
            spec.commandLine()
                    .getErr()
                    .println("volta: " + node.name() + ": left out, not a regular file: " + named + more);
        }
    }
}
