package dev.volta.core.remote.local;

import dev.volta.core.transfer.EndDeadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A copy of a file whose size nobody knows. Nothing interrupts the read of a file that has nothing to tell yet, so it is
 * read by a thread of its own, which is left behind when it is given up.
 */
final class CopyToEnd {
    private static final long GLANCE_MILLIS = 250;
    private static final int PIECE = 64 << 10;

    private final Path source;
    private final Path target;
    private final AtomicLong copied = new AtomicLong();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean wanted = true;

    private CopyToEnd(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /** Copies {@code source} to {@code target}, whose content is replaced. */
    static void run(Path source, Path target, EndDeadline deadline) throws IOException, InterruptedException {
        var copy = new CopyToEnd(source, target);
        Thread.ofPlatform().daemon().name("copy of " + source).start(copy::copy);
        try {
            copy.await(deadline);
        } finally {
            copy.wanted = false;
        }
    }

    private void await(EndDeadline deadline) throws IOException, InterruptedException {
        while (true) {
            try {
                done.get(Math.min(GLANCE_MILLIS, deadline.left().toMillis() + 1), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                deadline.came(copied.get());
                if (deadline.isOver()) {
                    throw deadline.failure();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            }
        }
    }

    private void copy() {
        var piece = new byte[PIECE];
        // Opened first: the source may open when the target has been removed, and must not make it anew.
        try (var out = Files.newOutputStream(target);
                var in = Files.newInputStream(source)) {
            for (int n; (n = in.read(piece)) >= 0 && wanted; ) {
                out.write(piece, 0, n);
                copied.addAndGet(n);
            }
            done.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }
}
