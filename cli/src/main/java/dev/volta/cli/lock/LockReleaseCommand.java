package dev.volta.cli.lock;

import dev.volta.cli.common.ExitCode;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.LockState;
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
    private LockOptions fleet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return fleet.use(this::release);
    }

    private int release(FleetLock lock, String node) throws InterruptedException {
        var before = lock.state();
        var line = spec.commandLine();
        if (lock.breakIt() instanceof LockState.Held(var owner)) {
            line.getErr()
                    .println("volta: " + node + ": still held by " + owner + "; only "
                            + owner.login().orElse("its owner") + " and root can take it away there");
            return ExitCode.FAILED.code();
        }
        line.getOut().println(node + ": " + told(before));
        return ExitCode.OK.code();
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
