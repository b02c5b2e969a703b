package dev.volta.cli.facts;

import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.facts.NodeFacts;
import dev.volta.core.facts.NodeProbe;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.remote.Remote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta facts}. */
@Command(name = "facts", description = "Show node facts: CPU, memory, kernel, Java, clock offset.")
public final class FactsCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var nodes = fleet.selectOrThisMachine();
        var report = new OutcomeReport<NodeFacts>(spec.commandLine().getErr(), _ -> "done");
        try (var session = fleet.open(nodes)) {
            var outcome = fleet.fanOut().run(nodes, session.access(), asking(), report::ended);
            spec.commandLine().getOut().print(rendered(outcome, report));
            spec.commandLine().getOut().flush();
            return report.finish(outcome, true);
        }
    }

    private static NodeTask<NodeFacts> asking() {
        return (Node node, Remote remote) -> {
            var folders = Stream.concat(
                    Stream.of("/"),
                    Stream.of(
                                    node.paths().install(),
                                    node.paths().run(),
                                    node.paths().log())
                            .flatMap(Optional::stream)
                            .map(Path::toString));
            var usual = List.of("/tmp", "/opt", "/var/log");
            return new NodeProbe(
                            Stream.concat(folders, usual.stream()).distinct().toList())
                    .ask(remote);
        };
    }

    private String rendered(FleetOutcome<NodeFacts> outcome, OutcomeReport<NodeFacts> report) {
        return switch (output) {
            case json -> FactsRendering.json(outcome, report);
            case text -> {
                var text = new StringBuilder();
                outcome.byNode().forEach((node, state) -> {
                    if (state instanceof Outcome.Done<NodeFacts> done) {
                        text.append(FactsRendering.text(node.name(), done.result()));
                    }
                });
                yield text.toString();
            }
        };
    }
}
