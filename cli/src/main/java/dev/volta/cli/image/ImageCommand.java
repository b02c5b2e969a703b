package dev.volta.cli.image;

import dev.volta.cli.common.Installation;
import dev.volta.core.vm.image.ImageStore;
import dev.volta.core.vm.image.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about images. */
@Command(
        name = "image",
        description = "Build and check images for virtual machines.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImageBuildCommand.class, ImageVerifyCommand.class})
public final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static ImageStore store() {
        return new ImageStore(Installation.images(), new Recipe(Installation.imageRecipe()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: build or verify");
    }
}
