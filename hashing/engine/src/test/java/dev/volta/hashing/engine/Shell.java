package dev.volta.hashing.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Makes in a folder what Java cannot: FIFOs, and names that are not text. */
public final class Shell {
    private Shell() {}

    public static void run(Path folder, String script) {
        try {
            var process = new ProcessBuilder("bash", "-ec", script)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("failed: " + script);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(script, e);
        }
    }
}
