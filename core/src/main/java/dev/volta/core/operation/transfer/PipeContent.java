package dev.volta.core.operation.transfer;

import dev.volta.core.remote.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What came out of a pipe, in a private file until it is sent: nodes compare content, and a pipe tells it once. */
public record PipeContent(Path file) implements AutoCloseable {
    /** Reads {@code pipe} to its end, however long whoever writes takes; an interrupt ends the wait. */
    public static PipeContent read(Path pipe) throws IOException, InterruptedException {
        var content = new PipeContent(Files.createTempFile("volta-push-", "")); // mode 0600
        try {
            content.fill(pipe);
            return content;
        } catch (IOException | InterruptedException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** On a thread of its own, since nothing interrupts the opening of a pipe that nobody writes to. */
    private void fill(Path pipe) throws IOException, InterruptedException {
        var filling = new FutureTask<Void>(() -> {
            // Opened first: the pipe may open when the file has been removed, and must not make it anew.
            try (var out = Files.newOutputStream(file);
                    var in = Files.newInputStream(pipe)) {
                in.transferTo(out);
            }
            return null;
        });
        Thread.ofPlatform().daemon().name("pipe").start(filling);
        try {
            filling.get();
        } catch (ExecutionException e) {
            var reason = e.getCause() instanceof IOException failure ? IoReason.withFile(failure) : e.getCause();
            throw new IOException("what comes out of " + pipe + " cannot be kept in " + file + ": " + reason, e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
