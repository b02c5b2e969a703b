package dev.volta.cli.metrics;

import dev.volta.cli.common.SocketFolder;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.SshOptions;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.experiment.LocalRuns;
import dev.volta.core.metrics.FleetWatch;
import dev.volta.core.metrics.SampleSink;
import dev.volta.core.metrics.Target;
import dev.volta.core.operation.services.DeployedFleet;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta collect-metrics}. */
@Command(
        name = "collect-metrics",
        description = "Collect metrics of nodes and services: CPU, memory, disk, network, work.",
        footer = {
            "%nNothing is installed on a node. All nodes are watched at once, regardless of --fanout.",
            "Exit status 0 if every node and every described service answered at the last sample; else" + " 1."
        })
public final class CollectMetricsCommand implements Callable<Integer> {
    private static final Duration LEAST = Duration.ofMillis(100);

    @Mixin
    private FleetOptions options;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = SshOptions.Time.class,
            description = "Collect for this long, such as 60s (default: until interrupted).")
    private @Nullable Duration time;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = SshOptions.Time.class,
            description = "Sampling interval (default: ${DEFAULT-VALUE}).")
    private Duration every;

    @Option(
            names = "--format",
            defaultValue = "csv",
            description = "csv and json write every sample as it comes, prometheus the last values at the end."
                    + " Default: ${DEFAULT-VALUE}.")
    private MetricsFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write to this file and replace its content.")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (every.compareTo(LEAST) < 0) {
            throw new ParameterException(spec.commandLine(), "--every must be at least 100ms");
        }
        var selected = options.selectOrThisMachine();
        try (var fleet = DeployedFleet.open(options, options.configurationOrThisMachine(), selected, false, true);
                var sockets = new LocalRuns(SocketFolder.find(spec.commandLine().getErr())).sockets("metrics")) {
            var seen = fleet.look(spec.commandLine().getErr());
            var desired = fleet.desired(seen);
            var targets = selected.stream().map(node -> target(node, desired)).toList();
            var code = collect(targets, fleet, sockets.folder());
            return (code == ExitCode.OK && !seen.ok() ? ExitCode.FAILED : code).code();
        }
    }

    private static Target target(Node node, DesiredState desired) {
        return new Target(
                node.name(),
                desired.wanted().stream()
                        .filter(one -> one.node().equals(node.name()))
                        .flatMap(one -> one.planned().metrics().stream()
                                .map(socket -> new Target.Service(one.unit().name(), socket)))
                        .toList());
    }

    private ExitCode collect(List<Target> targets, DeployedFleet fleet, Path sockets) throws IOException {
        try (var out = Output.to(Optional.ofNullable(file), spec.commandLine().getOut())) {
            var writer = format.to(out.text());
            var outages = new Outages(targets, spec.commandLine().getErr());
            SampleSink sink = sample -> {
                outages.take(sample);
                writer.take(sample);
                out.pass();
            };
            var interrupted = false;
            try (var watch = FleetWatch.start(
                    targets,
                    name -> fleet.nodes().connect(fleet.node(name)),
                    sockets,
                    every,
                    sink,
                    InstantSource.system())) {
                watch.await(Optional.ofNullable(time));
            } catch (InterruptedException _) {
                interrupted = true;
            }
            writer.finish();
            out.pass();
            return interrupted ? ExitCode.INTERRUPTED : outages.last() ? ExitCode.FAILED : ExitCode.OK;
        }
    }
}
