package dev.volta.cli.vm;

import dev.volta.cli.nodes.SshCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about virtual machines. */
@Command(
        name = "vm",
        description =
                "Boot, list and shut down the fleet's virtual machines: those of ports.conf, and nodes with 'vm'.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VmUpCommand.class,
            VmDownCommand.class,
            VmListCommand.class,
            VmConsoleCommand.class,
            VmTemplateCommand.class,
            SshCommand.class
        })
public final class VmCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing: up, down, list, console, ssh or template");
    }
}
