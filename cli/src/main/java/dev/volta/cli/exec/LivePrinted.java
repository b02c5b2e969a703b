package dev.volta.cli.exec;

import dev.volta.cli.common.StandardStreams;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.LiveOutput;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Lines as they come, each behind the name of its node. */
final class LivePrinted implements Printed {
    private final LiveOutput output;
    private final OutcomeReport<ExitStatus> report;
    private final Map<Node, LiveOutput.NodeLines> open = new ConcurrentHashMap<>();

    LivePrinted(StandardStreams streams, OutcomeReport<ExitStatus> report) {
        this.output = new LiveOutput(streams.out(), streams.err());
        this.report = report;
    }

    @Override
    public OutputSink begin(Node node) {
        return open.computeIfAbsent(node, _ -> output.of(node.name()));
    }

    @Override
    public void ended(Node node, Outcome<ExitStatus> outcome) {
        var lines = open.remove(node);
        if (lines != null) {
            lines.close();
        }
        report.ended(node, outcome);
    }

    @Override
    public int finish(FleetOutcome<ExitStatus> outcome) {
        return report.finish(outcome, true);
    }

    @Override
    public void close() {
        open.values().forEach(LiveOutput.NodeLines::close);
    }
}
