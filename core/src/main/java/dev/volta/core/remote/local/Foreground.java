package dev.volta.core.remote.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program that takes over the terminal of this process until it ends. */
public final class Foreground {
    private Foreground() {}

    /** Where {@code program} is on the search path. */
    public static Optional<Path> find(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Its exit status. An interrupt ends the program. */
    public static int run(List<String> argv) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(argv).inheritIO();
        CallerLocale.restore(builder.environment());
        var process = builder.start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
