package dev.volta.cli.transfer;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.operation.transfer.Moved;
import dev.volta.core.operation.transfer.PipeContent;
import dev.volta.core.operation.transfer.Transfers;
import dev.volta.core.operation.transfer.Uploads;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta push}. */
@Command(
        name = "push",
        addMethodSubcommands = false, // looking for some takes time
        description = "Copy a file or a folder to nodes. Files that a node already has are not sent.",
        footer = "%nFiles are replaced atomically and keep their mode. An interrupted transfer is resumed.")
public final class PushCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Mixin
    private TransferOptions options;

    @Parameters(index = "0", paramLabel = "LOCAL", description = "A file, folder or pipe on this machine.")
    private String local;

    @Parameters(
            index = "1",
            paramLabel = "REMOTE",
            description = "Absolute path on the nodes. With a trailing slash: the folder to copy into.")
    private String remote;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TransferOptions.requirePaths(spec);
        if (!remote.startsWith("/")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the path on the nodes must be absolute, such as /tmp/" + RawText.printableName(remote) + ", not '"
                            + RawText.printableName(remote) + "'");
        }
        var uploads = Uploads.of(RawText.path(local), remote, fleet.state());
        uploads.skipped()
                .forEach(file -> spec.commandLine()
                        .getErr()
                        .println("volta: left out, not a regular file: " + RawText.printableName(RawText.of(file))));
        uploads.state()
                .ifPresent(folder -> spec.commandLine()
                        .getErr()
                        .println("volta: left out, keys and logs of the fleet: "
                                + RawText.printableName(RawText.of(folder))));
        var nodes = fleet.select();
        if (options.dryRun()) {
            var names = FoldedNames.fold(nodes.stream().map(Node::name).toList());
            uploads.files()
                    .forEach(file -> spec.commandLine()
                            .getOut()
                            .println(RawText.printableName(
                                    names + ": " + RawText.of(file.source()) + " to " + file.target())));
            return ExitCode.OK.code();
        }
        if (uploads.pipe().isEmpty()) {
            return push(uploads, nodes);
        }
        try (var content = PipeContent.read(uploads.pipe().get())) {
            return push(uploads.withContent(content), nodes);
        }
    }

    private int push(Uploads uploads, List<Node> nodes) throws IOException {
        var report = new OutcomeReport<Moved>(spec.commandLine().getErr(), _ -> "done");
        var progress = options.progress(spec.commandLine().getErr());
        progress.begin("push");
        var transfers = Transfers.begin(nodes, OptionalLong.of(uploads.bytes()), progress);
        try (var session = fleet.open(nodes)) {
            var outcome = fleet.fanOut().run(nodes, session.access(), uploads.counted(transfers), (node, ended) -> {
                transfers.ended(ended.ok());
                report.ended(node, ended);
            });
            var out = spec.commandLine().getOut();
            switch (options.output()) {
                case json -> out.println(TransferJson.of(outcome, transfers, report));
                case text -> text(outcome).forEach((names, sent) -> out.println(names + ": " + sent));
            }
            out.flush();
            return report.finish(outcome, true);
        }
    }

    private static Map<String, String> text(FleetOutcome<Moved> fleet) {
        var done = new LinkedHashMap<NodeName, String>();
        fleet.byNode().forEach((node, state) -> {
            if (state instanceof Outcome.Done<Moved> ended) {
                var moved = ended.result();
                var there = moved.filesThere() == 0 ? "" : ", " + moved.filesThere() + " already there";
                done.put(node.name(), moved.files() + " sent" + there);
            }
        });
        return FoldedNames.byText(done);
    }
}
