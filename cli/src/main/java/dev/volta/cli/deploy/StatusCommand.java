package dev.volta.cli.deploy;

import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.operation.services.DeployedFleet;
import dev.volta.core.operation.services.FleetStatus;
import dev.volta.core.remote.local.Terminal;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta status}. */
@Command(
        name = "status",
        description = "Show every service on every node, and whether it runs as described.",
        footer = "%nExit status 0 if every service runs as described and is healthy, and no service runs"
                + " that is no longer described; else 1.")
public final class StatusCommand implements Callable<Integer> {
    private static final long INTERVAL_SECONDS = 2;

    /** Cursor to the top left, and all that was there before cleared (ECMA-48, CUP and ED). */
    private static final String FRESH_SCREEN = "\033[H\033[2J";

    @Mixin
    private FleetOptions options;

    @Option(names = "--watch", description = "Refresh every 2 s until interrupted.")
    private boolean watch;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var selected = options.selectForServices();
        try (var fleet = DeployedFleet.open(options, selected, true);
                var machines = new FleetMachines(options)) {
            if (watch) {
                fleet.session().log().countRepeats();
            }
            while (true) {
                var standing = FleetStatus.of(options, fleet, selected, machines.standings(selected));
                show(standing);
                if (!watch) {
                    return (standing.ok() ? ExitCode.OK : ExitCode.FAILED).code();
                }
                TimeUnit.SECONDS.sleep(INTERVAL_SECONDS);
            }
        }
    }

    private void show(FleetStatus standing) {
        var out = spec.commandLine().getOut();
        if (watch && output == OutputFormat.text) {
            out.print(Terminal.showsOutput() ? FRESH_SCREEN : "\n");
        }
        out.print(
                switch (output) {
                    case text -> StatusText.table(standing);
                    case json -> StatusText.json(standing);
                });
        out.flush();
    }
}
