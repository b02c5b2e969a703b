package dev.volta.cli.lock;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.HeldLock;
import dev.volta.core.lock.LockState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta lock release}. */
@Command(
        name = "release",
        description = "Take the lock away from whoever has it. Only for a command that is known to be dead.")
final class LockReleaseCommand implements Callable<Integer> {
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
            var lock = FleetLock.of(fleet, remote, HeldLock.TIME_TO_LIVE);
            var before = lock.state();
            var line = spec.commandLine();
            if (lock.breakIt() instanceof LockState.Held(var owner)) {
                line.getErr()
                        .println("volta: " + node.name() + ": still held by " + owner + "; only "
                                + owner.login().orElse("its owner") + " and root can take it away there");
                return ExitCode.FAILED.code();
            }
            line.getOut().println(node.name() + ": " + told(before));
            return ExitCode.OK.code();
        }
    }

    private static String told(LockState before) {
        return switch (before) {
            case LockState.Free() -> "was free";
            case LockState.Held(var owner) -> "taken away from " + owner;
            case LockState.Expired(var owner) -> "removed; it had expired, of " + owner;
            case LockState.Damaged _ -> "removed; it was damaged";
        };
    }
}
