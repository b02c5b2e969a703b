package dev.volta.cli.deploy;

import dev.volta.cli.common.StandardStreams;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.Scope;
import dev.volta.core.fleet.LiveOutput;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.operation.services.DeployedFleet;
import dev.volta.core.operation.services.LogPrinting;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta logs}. */
@Command(
        name = "logs",
        description = "Print the log of a service, each line prefixed with UNIT@NODE.",
        footer = "%nLines of one unit are in order; lines of different units are in order of arrival.")
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Option(
            names = {"-F", "--follow"},
            description = "Keep printing new lines until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "Start with the last N lines of each unit (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Parameters(
            paramLabel = "SERVICE[@PATTERN]",
            converter = ServiceAt.Reader.class,
            description = "The service, or one unit of it, and the nodes (default: all).")
    private ServiceAt service;

    @Spec
    private CommandSpec spec;

    private final StandardStreams streams;

    LogsCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 0) {
            throw new ParameterException(spec.commandLine(), "--lines must not be negative: " + lines);
        }
        var err = spec.commandLine().getErr();
        var selected = service.among(options);
        var names = selected.stream().map(Node::name).collect(Collectors.toSet());
        try (var fleet = DeployedFleet.open(options, selected, true)) {
            var seen = fleet.look(err);
            var desired = fleet.desired(seen);
            desired.requireService(service.name());
            var units = desired.units(new Scope(names, Optional.of(service.name()), Scope.Aim.STARTED));
            var reached = selected.stream()
                    .filter(node -> units.containsKey(node.name()))
                    .toList();
            var printing =
                    new LogPrinting(desired, units, new LiveOutput(streams.out(), streams.err()), lines, follow, fleet);
            var report = new OutcomeReport<Integer>(err, _ -> "done");
            var outcome = fleet.onEach(reached, printing, report::ended);
            if (reached.isEmpty()) {
                err.println("volta: " + service.name() + " was never started on these nodes");
            }
            return reached.isEmpty() || !seen.ok() ? ExitCode.FAILED.code() : report.finish(outcome, true);
        }
    }
}
