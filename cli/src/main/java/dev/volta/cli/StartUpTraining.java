package dev.volta.cli;

import dev.volta.cli.common.StandardStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;

/**
 * Runs commands that touch what every start touches, so that the JVM's start-up cache (JEP 483, 514) holds it. The
 * launcher runs this once after a build.
 */
public final class StartUpTraining {
    private StartUpTraining() {}

    public static void main(String[] arguments) throws IOException {
        Main.printVersion();
        run("--help");
        run("config", "show", "/dev/null");
        var file = Files.createTempFile("volta-training", "");
        try {
            Files.write(file, new byte[1 << 20]);
            run("hash", "sum", file.toString());
            run("run-experiment", "--dry-run", "--input", file.toString());
        } finally {
            Files.delete(file);
        }
    }

    private static void run(String... arguments) {
        var streams = new StandardStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Volta.commandLine(streams).execute(arguments);
    }
}
