package dev.volta.cli.image;

import dev.volta.cli.common.Installation;
import dev.volta.core.vm.image.ImageStore;
import dev.volta.core.vm.image.Recipe;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about images. */
@Command(
        name = "image",
        description = "Makes and checks images for virtual machines.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImageBuildCommand.class, ImageVerifyCommand.class})
public final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static ImageStore store() {
        var cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new ImageStore(cache.resolve("volta/images"), new Recipe(Installation.imageRecipe()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: build or verify");
    }
}
