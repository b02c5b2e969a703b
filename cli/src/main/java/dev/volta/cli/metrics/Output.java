package dev.volta.cli.metrics;

import dev.volta.cli.common.StandardOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where samples go: a file, or standard output. */
record Output(Writer text, Optional<Path> file) implements AutoCloseable {
    static Output to(Optional<Path> file, PrintWriter standard) throws IOException {
        return new Output(
                file.isPresent() ? Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8) : standard, file);
    }

    /** Passes on what was written; an {@link UncheckedIOException} if it does not arrive. */
    void pass() {
        try {
            text.flush();
            if (text instanceof PrintWriter standard && standard.checkError()) {
                throw new StandardOutput.Lost(new IOException("it takes no more"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            text.close();
        }
    }
}
