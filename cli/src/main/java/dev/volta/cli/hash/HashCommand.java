package dev.volta.cli.hash;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the checksum commands. */
@Command(
        name = "hash",
        description = "Compute and check checksums of files on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SumCommand.class, CheckCommand.class})
public final class HashCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: sum or check");
    }
}
