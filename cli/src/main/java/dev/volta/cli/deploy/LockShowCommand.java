package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.lock.LockOwner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta lock show}. */
@Command(name = "show", description = "Tells who is changing the fleet.")
final class LockShowCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var fleet = DeployedFleet.open(options, List.of())) {
            var owner = fleet.lock().owner();
            var node = fleet.lockNode().name();
            spec.commandLine()
                    .getOut()
                    .println(node + ": " + owner.map(LockShowCommand::told).orElse("free"));
            return ExitCode.OK.code();
        }
    }

    private static String told(LockOwner owner) {
        return owner.isExpired() ? "expired, of " + owner : "held by " + owner;
    }
}
