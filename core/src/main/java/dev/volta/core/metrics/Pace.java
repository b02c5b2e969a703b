package dev.volta.core.metrics;

import dev.volta.core.remote.CommandInput;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** An empty line whenever it is time to look, but not before the look before was told: a slow node is asked less often. */
final class Pace implements CommandInput {
    private final Duration every;
    private final Semaphore told = new Semaphore(1);

    Pace(Duration every) {
        this.every = every;
    }

    /** A look has come. */
    void told() {
        told.release();
    }

    @Override
    public InputStream open() {
        return new InputStream() {
            private long next = System.nanoTime();

            @Override
            public int read() throws InterruptedIOException {
                try {
                    Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
                    told.acquire();
                } catch (InterruptedException e) {
                    throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
                }
                next = Math.max(next + every.toNanos(), System.nanoTime());
                return '\n';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
    }
}
