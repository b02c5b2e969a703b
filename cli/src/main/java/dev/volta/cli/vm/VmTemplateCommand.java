package dev.volta.cli.vm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about templates. */
@Command(
        name = "template",
        description = "List and remove templates, from which virtual machines are resumed.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {VmTemplateListCommand.class, VmTemplateDropCommand.class})
final class VmTemplateCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list or drop");
    }
}
