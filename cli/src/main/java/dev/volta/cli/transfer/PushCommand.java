package dev.volta.cli.transfer;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.OutcomeReport;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.remote.NodeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta push}. */
@Command(
        name = "push",
        description = "Copies a file or a folder to nodes; what is there already is not sent again.",
        footer = "%nA file appears at once and whole, with the mode it has here; a cut transfer goes on where it was.")
public final class PushCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(names = "--dry-run", description = "Say what would be copied where, and connect to nothing.")
    private boolean dryRun;

    @Parameters(index = "0", paramLabel = "LOCAL", description = "A file or a folder here.")
    private Path local;

    @Parameters(
            index = "1",
            paramLabel = "REMOTE",
            description = "Its absolute path there; with a slash at the end, the folder to put it into.")
    private String remote;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!remote.startsWith("/")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the path on the nodes is absolute, such as /tmp/" + remote + ", not '" + remote + "'");
        }
        var uploads = Uploads.of(local, remote);
        uploads.skipped()
                .forEach(file -> spec.commandLine().getErr().println("volta: left out, no regular file: " + file));
        var nodes = fleet.select();
        if (dryRun) {
            var names = FoldedNames.fold(nodes.stream().map(Node::name).toList());
            uploads.files()
                    .forEach(file ->
                            spec.commandLine().getOut().println(names + ": " + file.source() + " to " + file.target()));
            return ExitCode.OK.code();
        }
        var report = new OutcomeReport<Uploads.Sent>(spec.commandLine().getErr(), Uploads.Sent::toString);
        try (var session = fleet.open(nodes)) {
            var outcome = fleet.fanOut().run(nodes, session.access(), uploads, report::ended);
            var done = new LinkedHashMap<NodeName, String>();
            outcome.byNode()
                    .forEach((node, state) ->
                            Uploads.sent(state).ifPresent(sent -> done.put(node.name(), sent.toString())));
            FoldedNames.byText(done)
                    .forEach((names, sent) -> spec.commandLine().getOut().println(names + ": " + sent));
            spec.commandLine().getOut().flush();
            return report.finish(outcome, true);
        }
    }
}
