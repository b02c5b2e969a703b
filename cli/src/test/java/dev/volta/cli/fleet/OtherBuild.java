package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An installation of Volta beside the one that was built: the same code under another version and revision, with other jars
 * for nodes.
 */
record OtherBuild(Path jar) {
    static final String VERSION = "0.0.9";

    private static final Path BUILT = Path.of("target/dist/volta.jar").toAbsolutePath();

    /** Copies what was built into {@code folder}, without the start-up caches and what makes them. */
    static OtherBuild in(Path folder) throws IOException, InterruptedException {
        var copied = Ran.bash(
                folder,
                "mkdir other && cd '" + BUILT.getParent() + "' && cp -r volta.jar lib node examples " + folder
                        + "/other");
        assertThat(copied.code()).as(copied.err()).isZero();
        var jar = folder.resolve("other/volta.jar");
        write(
                jar,
                "dev/volta/cli/common/build.properties",
                "version=" + VERSION + "\nrevision=0123456789ab\ndirty=false\n");
        for (var name : new String[] {"volta-controller.jar", "volta-worker.jar"}) {
            write(jar.resolveSibling("node").resolve(name), "other-build", "other");
        }
        return new OtherBuild(jar);
    }

    private static void write(Path jar, String entry, String content) throws IOException {
        try (var files = FileSystems.newFileSystem(jar, Map.of())) {
            Files.writeString(files.getPath(entry), content);
        }
    }

    /** The command line that does with this build what {@code program} does with the one that was built. */
    String instead(String program) {
        assertThat(program).contains("-jar " + BUILT + " ");
        return program.replace("-jar " + BUILT + " ", "-jar " + jar + " ");
    }
}
