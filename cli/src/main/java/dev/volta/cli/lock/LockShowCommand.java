package dev.volta.cli.lock;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.HeldLock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta lock show}. */
@Command(name = "show", description = "Show who is changing or measuring the fleet.")
final class LockShowCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var fleet = options.configuration();
        var node = FleetLock.node(fleet);
        try (var session = options.open(List.of(node));
                var remote = session.access().connect(node)) {
            var state = FleetLock.of(fleet, remote, HeldLock.TIME_TO_LIVE).state();
            spec.commandLine().getOut().println(node.name() + ": " + state.told());
            return ExitCode.OK.code();
        }
    }
}
