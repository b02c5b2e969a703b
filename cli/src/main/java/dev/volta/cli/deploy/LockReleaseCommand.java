package dev.volta.cli.deploy;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta lock release}. */
@Command(
        name = "release",
        description = "Takes the lock away from whoever has it. Only for a command that is known to be dead.")
final class LockReleaseCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var fleet = DeployedFleet.open(options, List.of())) {
            var lock = fleet.lock();
            var owner = lock.owner();
            lock.breakIt();
            var node = fleet.lockNode().name();
            spec.commandLine()
                    .getOut()
                    .println(owner.map(was -> node + ": taken away from " + was).orElse(node + ": was free"));
            return ExitCode.OK.code();
        }
    }
}
