package dev.volta.cli;

import dev.volta.cli.common.StandardStreams;
import dev.volta.cli.keeper.TrainingKeeper;
import dev.volta.core.keeper.KeeperException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Runs commands that touch what every start touches, so that the JVM's start-up cache (JEP 483, 514) holds it. The
 * launcher runs this once after a build.
 */
public final class StartUpTraining {
    private StartUpTraining() {}

    public static void main(String[] arguments) throws IOException {
        run("--help");
        var folder = Files.createTempDirectory("volta-training");
        try {
            var file = Files.write(folder.resolve("file"), new byte[1 << 20]).toString();
            run("hash", "sum", file);
            run("run-experiment", "--dry-run", "--input", file);
            overAKeeper(folder);
        } finally {
            deleteAll(folder);
        }
    }

    private static void overAKeeper(Path folder) throws IOException {
        var fleet = Files.writeString(folder.resolve("volta.yaml"), "nodes:\n  - name: here\n    address: 127.0.0.1\n")
                .toString();
        try (var _ = TrainingKeeper.of(folder)) {
            run("keeper", "status", "-f", fleet);
            run("exec", "--keep", "-f", fleet, "--", "true");
        } catch (KeeperException _) {
            // no place for a socket here: the cache holds less, and serves everything else
        }
    }

    private static void run(String... arguments) {
        var streams = new StandardStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Volta.commandLine(streams).execute(arguments);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
