package dev.volta.cli.image;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about images. */
@Command(
        name = "image",
        description = "Makes images for virtual machines.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ImageBuildCommand.class)
public final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: build");
    }
}
