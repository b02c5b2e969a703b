package dev.volta.core.remote.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Carries what a program prints to whoever wants it, in a thread of its own. */
final class OutputPump {
    /** How often it is looked, a moment each, whether more comes from a pipe that others than the program hold open. */
    private static final int LOOKS = 50;

    private static final long MOMENT_MILLIS = 10;

    /** The most that a pipe holds (pipe(7), pipe-max-size). */
    private static final long MOST_IN_A_PIPE = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final InputStream from;
    private final Consumer<ByteBuffer> to;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean reads;
    private volatile long carried;

    /** @param lock guards {@code to}, which other pumps may use too */
    OutputPump(InputStream from, Object lock, Consumer<ByteBuffer> to) {
        this.from = from;
        this.to = to;
        Thread.ofVirtual().name("output").start(() -> carry(lock));
    }

    private void carry(Object lock) {
        var buffer = new byte[BUFFER];
        var sum = 0L;
        try (from) {
            while (true) {
                reads = true;
                var length = from.read(buffer);
                reads = false;
                if (length < 0) {
                    break;
                }
                synchronized (lock) {
                    to.accept(ByteBuffer.wrap(buffer, 0, length));
                }
                sum += length;
                carried = sum;
            }
            done.complete(null);
        } catch (IOException e) {
            done.complete(null); // closed under us: the program is gone
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /**
     * Waits, once the program has ended, until all that it printed was carried. What it left running in the background may
     * hold the pipe for ever: then it is looked for a while whether more comes. A look takes longer on a busy machine, on
     * which the thread that reads has to wait as well; and while whoever gets the bytes is slow, none counts.
     */
    void drain() throws InterruptedException {
        var before = carried;
        for (var looks = 0; looks < LOOKS && carried - before <= MOST_IN_A_PIPE; ) {
            try {
                done.get(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                looks += reads ? 1 : 0;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new UncheckedIOException(new IOException(e.getCause()));
            }
        }
    }
}
