package dev.volta.ssh;

import dev.volta.core.stream.Duplex;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A channel that is closed when a read or a write of it has waited for longer than a limit and no byte moved meanwhile, so
 * that nobody waits for ever for a program that does not answer. What is done here between two of them does not count. One
 * thread at a time uses it.
 */
final class WatchedChannel implements Duplex {
    private static final int PIECE = 32 << 10;
    private static final long IDLE = Long.MIN_VALUE;

    private final Duplex pipe;
    private final Duration limit;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long start = System.nanoTime();
    private final InputStream fromNode;
    private final OutputStream toNode;
    /** Nanoseconds from the start to the beginning of the read or write that is under way. */
    private volatile long waitingSince = IDLE;

    private volatile boolean givenUp;

    private WatchedChannel(Duplex pipe, Duration limit) {
        this.pipe = pipe;
        this.limit = limit;
        this.fromNode = new Reads(pipe.fromNode());
        this.toNode = new Writes(pipe.toNode());
    }

    static WatchedChannel over(Duplex pipe, Duration limit) {
        var watched = new WatchedChannel(pipe, limit);
        Thread.ofVirtual().name("silence").start(watched::watch);
        return watched;
    }

    private void watch() {
        try {
            var left = limit.toNanos();
            while (!closed.await(left, TimeUnit.NANOSECONDS)) {
                var since = waitingSince;
                left = since == IDLE ? limit.toNanos() : limit.toNanos() - (now() - since);
                if (left <= 0) {
                    givenUp = true;
                    close();
                    return;
                }
            }
        } catch (InterruptedException _) {
            // nobody interrupts it
        }
    }

    private long now() {
        return System.nanoTime() - start;
    }

    @FunctionalInterface
    private interface Waiting {
        int run() throws IOException;
    }

    /** Carries out a read or write; what is closed by the watch ends as it likes, and is told as what it is. */
    private int waiting(Waiting call) throws IOException {
        waitingSince = now();
        try {
            var result = call.run();
            if (!givenUp) {
                return result;
            }
        } catch (IOException e) {
            if (!givenUp) {
                throw e;
            }
        } finally {
            waitingSince = IDLE;
        }
        throw new SilenceException(limit);
    }

    private final class Reads extends FilterInputStream {
        Reads(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            return waiting(() -> super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return waiting(() -> super.read(bytes, offset, length));
        }
    }

    private final class Writes extends FilterOutputStream {
        Writes(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        /** In pieces, of which each shows that bytes move. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var done = 0; done < length; ) {
                var from = offset + done;
                var piece = Math.min(PIECE, length - done);
                done += waiting(() -> {
                    out.write(bytes, from, piece);
                    return piece;
                });
            }
        }

        @Override
        public void flush() throws IOException {
            waiting(() -> {
                out.flush();
                return 0;
            });
        }
    }

    @Override
    public OutputStream toNode() {
        return toNode;
    }

    @Override
    public InputStream fromNode() {
        return fromNode;
    }

    @Override
    public void close() {
        closed.countDown();
        pipe.close();
    }
}
