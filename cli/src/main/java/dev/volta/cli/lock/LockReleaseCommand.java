package dev.volta.cli.lock;

import dev.volta.core.lock.CommandLock;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.LockOwner;
import dev.volta.core.lock.LockState;
import dev.volta.core.run.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta lock release}. */
@Command(
        name = "release",
        description = "Take the lock away from its owner. Use it only when the owner is known to be dead.")
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
        var by = CommandLock.claim(
                "release", spec.root().commandLine().getParseResult().originalArgs());
        var left = left(lock.breakIt(by));
        left.ifPresentOrElse(
                what -> line.getErr().println("volta: " + node + ": " + what),
                () -> line.getOut().println(node + ": " + told(before)));
        return (left.isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    /** What is there still, of a user whose file we may not remove. */
    private static Optional<String> left(LockState after) {
        return switch (after) {
            case LockState.Free() -> Optional.empty();
            case LockState.Held(var owner) -> Optional.of("still " + after.told() + onlyBy("take it away", owner));
            case LockState.Damaged(var owner) ->
                Optional.of("still " + after.told() + onlyBy("remove its file", owner));
            case LockState.Expired(var owner) ->
                Optional.of(after.told() + "; its file stays" + onlyBy("remove it", owner));
        };
    }

    private static String onlyBy(String what, LockOwner owner) {
        return "; only " + owner.login().orElse("its owner") + " and root can " + what + " there";
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
