package dev.volta.ssh;

import com.jcraft.jsch.JSchException;
import dev.volta.core.stream.SocketThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls of JSch that wait for the node, made for one channel by a thread of their own. The library goes on waiting when its
 * thread is interrupted, and the interrupt is lost; whoever waits here is free at once, and closes the channel, which ends
 * the call.
 */
final class JschCalls {
    /**
     * So many pieces at most are handed over and not sent yet. Whoever writes more waits until half of them were, so that the
     * two threads seldom wake each other.
     */
    private static final int AHEAD = 8;

    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final ThreadPoolExecutor thread;
    private volatile boolean closing;

    JschCalls(String name) {
        var one = SocketThreads.named(name).factory();
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), one);
    }

    @FunctionalInterface
    interface Call {
        void run() throws IOException, JSchException;
    }

    void run(Call call) throws IOException, JSchException {
        await(begin(call));
    }

    private Future<?> begin(Call call) throws IOException {
        try {
            return thread.submit(() -> {
                call.run();
                return null;
            });
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    private static IOException closed(@Nullable Throwable cause) {
        return new IOException("the channel is closed", cause);
    }

    private static void await(Future<?> begun) throws IOException, JSchException {
        try {
            begun.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case JSchException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /** The same stream, to which what is written goes without delay; when it was closed, all has been sent. */
    OutputStream through(OutputStream out) {
        return new Through(out);
    }

    /** Makes {@code last} the last call, and waits for none. */
    void endWith(Runnable last) {
        thread.execute(last);
        thread.shutdown();
    }

    /**
     * Closes the channel by {@code last}. A call that still writes to a connection that takes nothing any more keeps all
     * others from writing, and from closing: it is interrupted after a moment, which ends the connection.
     */
    void close(Runnable last) {
        closing = true;
        thread.shutdown();
        if (thread.getActiveCount() == 0) {
            last.run();
            return;
        }
        var closer = SocketThreads.named("closing").start(last);
        try {
            if (!closer.join(FAREWELL)) {
                drop();
            }
        } catch (InterruptedException _) {
            drop();
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the call that is under way. Those after it never begin; whoever waits for them hears of it. */
    private void drop() {
        for (var call : thread.shutdownNow()) {
            if (call instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    /** @param bytes free for other content when it was sent */
    private record Piece(Future<?> sent, byte[] bytes) {}

    private final class Through extends OutputStream {
        private final OutputStream out;
        private final List<Piece> pieces = new ArrayList<>();
        private final Deque<byte[]> free = new ArrayDeque<>();

        Through(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (pieces.size() == AHEAD) {
                await(AHEAD / 2);
            }
            var known = free.poll();
            var own = known != null && known.length >= length ? known : new byte[length];
            System.arraycopy(bytes, offset, own, 0, length); // the caller may use his own again
            var sent = begin(() -> {
                if (closing) {
                    throw closed(null); // the library would send it, and the node end the connection for that
                }
                out.write(own, 0, length);
                if (thread.getQueue().isEmpty()) { // else the rest of a packet goes with what follows
                    out.flush();
                }
            });
            pieces.add(new Piece(sent, own));
        }

        /** What is written last is flushed anyway. */
        @Override
        public void flush() {}

        /** A program that gets no input costs no thread: to tell the end of it waits for nobody. */
        @Override
        public void close() throws IOException {
            if (!pieces.isEmpty()) {
                await(pieces.size());
            }
            out.close();
        }

        /** Waits once, for the last of the {@code first} pieces; the failure of the first that failed is told. */
        private void await(int first) throws IOException {
            var all = pieces.subList(0, first);
            try {
                settled(all.getLast().sent());
                for (var piece : all) {
                    JschCalls.await(piece.sent());
                    free.add(piece.bytes());
                }
            } catch (JSchException e) {
                throw new IOException(e.getMessage(), e);
            } finally {
                all.clear();
            }
        }
    }

    /** Waits for its end, whatever that is. */
    private static void settled(Future<?> begun) throws IOException {
        try {
            begun.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException | CancellationException _) {
            // told by whoever awaits it
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
}
