package dev.volta.cli.lock;

import dev.volta.core.run.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta lock show}. */
@Command(name = "show", description = "Show who is changing or measuring the fleet.")
final class LockShowCommand implements Callable<Integer> {
    @Mixin
    private LockOptions fleet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return fleet.use((lock, node) -> {
            spec.commandLine().getOut().println(node + ": " + lock.state().told());
            return ExitCode.OK.code();
        });
    }
}
