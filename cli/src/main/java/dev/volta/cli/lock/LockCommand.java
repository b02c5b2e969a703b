package dev.volta.cli.lock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta lock}. */
@Command(
        name = "lock",
        description = "The lock of the fleet: one command at a time changes or measures it.",
        subcommands = {LockShowCommand.class, LockReleaseCommand.class})
public final class LockCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: show or release");
    }
}
