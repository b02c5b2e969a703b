package dev.volta.cli.lock;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta lock}. */
@Command(
        name = "lock",
        description = "Show or release the fleet's lock: only one command at a time changes or measures a fleet.",
        subcommands = {LockShowCommand.class, LockReleaseCommand.class})
public final class LockCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: show or release");
    }
}
