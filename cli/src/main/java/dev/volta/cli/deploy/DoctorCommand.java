package dev.volta.cli.deploy;

import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.common.SocketFolder;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.doctor.CheckResult;
import dev.volta.core.experiment.LocalRuns;
import dev.volta.core.operation.services.DeployedFleet;
import dev.volta.core.operation.services.FleetDoctor;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta doctor}. */
@Command(
        name = "doctor",
        description = "Look for common faults of a fleet and say how to fix each.",
        footer = "%nNothing is changed. Exit status 1 if there is a fault; warnings do not count.")
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

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
                var sockets = new LocalRuns(SocketFolder.find(spec.commandLine().getErr())).sockets("doctor")) {
            var checks = new FleetDoctor(options, fleet, selected, sockets.folder()).examine();
            var out = spec.commandLine().getOut();
            out.print(
                    switch (output) {
                        case text -> DoctorText.table(checks);
                        case json -> DoctorText.json(checks);
                    });
            out.flush();
            var faulty = checks.stream().anyMatch(check -> check.result() == CheckResult.Result.FAULT);
            return (faulty ? ExitCode.FAILED : ExitCode.OK).code();
        }
    }
}
