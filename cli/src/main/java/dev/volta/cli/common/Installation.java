package dev.volta.cli.common;

import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Where this program lies, and with it the jars that it puts on nodes. */
public final class Installation {
    private Installation() {}

    /** The folder with {@code volta-controller.jar} and {@code volta-worker.jar}. */
    public static Path nodeJars() {
        return beside("node");
    }

    /** The folder with the profiles that come with Volta. */
    public static Path profiles() {
        return beside("examples/profiles");
    }

    /** The folder with the recipe for images of virtual machines. */
    public static Path imageRecipe() {
        return beside("scripts/images");
    }

    /**
     * Where what can be made again is kept: {@code $XDG_CACHE_HOME/volta}, or {@code ~/.cache/volta}.
     *
     * @throws dev.volta.core.wire.ForeignFolderException if somebody else could have written what lies there
     */
    public static Path cache() {
        var folder = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                // A relative one is invalid and to be ignored, says the XDG Base Directory Specification.
                .filter(Path::isAbsolute)
                .orElseGet(() -> ProcessUser.home().resolve(".cache"))
                .resolve("volta");
        try {
            return PrivateFolder.requirePlace(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The images of virtual machines. */
    public static Path images() {
        return cache().resolve("images");
    }

    /** The templates of running virtual machines. */
    public static Path templates() {
        return cache().resolve("templates");
    }

    private static Path beside(String name) {
        try {
            var jar = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The Java that runs this. */
    public static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The program that runs Java here. */
    public static Path java() {
        return javaHome().resolve("bin/java");
    }
}
