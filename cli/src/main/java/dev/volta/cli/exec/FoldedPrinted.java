package dev.volta.cli.exec;

import dev.volta.cli.common.StandardStreams;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.FoldedOutput;
import dev.volta.core.fleet.NodeOutput;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Everything at the end, identical output once. */
final class FoldedPrinted implements Printed {
    private final StandardStreams streams;
    private final OutcomeReport<ExitStatus> report;
    private final FoldedOutput folded = new FoldedOutput();
    private final Map<Node, NodeOutput> open = new ConcurrentHashMap<>();

    FoldedPrinted(StandardStreams streams, OutcomeReport<ExitStatus> report) {
        this.streams = streams;
        this.report = report;
    }

    @Override
    public OutputSink begin(Node node) {
        return open.computeIfAbsent(node, _ -> new NodeOutput());
    }

    @Override
    public void ended(Node node, Outcome<ExitStatus> outcome) {
        var printed = open.remove(node);
        if (printed != null) {
            folded.add(node.name(), printed);
        }
    }

    @Override
    public int finish(FleetOutcome<ExitStatus> outcome) throws IOException {
        var order = outcome.byNode().keySet().stream().map(Node::name).toList();
        folded.writeTo(streams.out(), streams.err(), order);
        return report.finish(outcome, false);
    }

    @Override
    public void close() {
        folded.close();
        open.values().forEach(NodeOutput::close);
    }
}
