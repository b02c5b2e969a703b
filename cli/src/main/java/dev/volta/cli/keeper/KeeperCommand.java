package dev.volta.cli.keeper;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about the keeper. */
@Command(
        name = "keeper",
        description = "Start, inspect and stop the keeper, the background process that holds connections open"
                + " between commands.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeeperStatusCommand.class,
            KeeperStartCommand.class,
            KeeperStopCommand.class,
            KeeperCloseTunnelCommand.class
        })
public final class KeeperCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: status, start, stop or close-tunnel");
    }
}
