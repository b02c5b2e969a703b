package dev.volta.cli;

import dev.volta.cli.common.StandardStreams;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Runs commands that touch what every start touches, so that the JVM's start-up cache (JEP 483, 514) holds it. The
 * launcher runs this once after a build.
 */
public final class StartUpTraining {
    private StartUpTraining() {}

    public static void main(String[] arguments) {
        Main.printVersion();
        var streams = new StandardStreams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Volta.commandLine(streams).execute("--help");
    }
}
