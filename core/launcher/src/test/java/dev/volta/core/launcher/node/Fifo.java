package dev.volta.core.launcher.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A FIFO that a command reads from until it is told to go on. */
record Fifo(Path path) {
    static Fifo make(Path path) throws IOException, InterruptedException {
        if (new ProcessBuilder("mkfifo", path.toString()).start().waitFor() != 0) {
            throw new IOException("cannot make " + path);
        }
        return new Fifo(path);
    }

    /** Waits for the command to read. */
    void tell(String line) throws IOException {
        Files.writeString(path, line + "\n");
    }
}
