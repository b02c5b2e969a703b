package dev.volta.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded buffer between a thread that writes and one that reads. Other than {@link java.io.PipedInputStream} it wakes
 * either side at once and does not care which threads use it.
 */
final class ByteRing {
    private static final int CAPACITY = 64 << 10;

    private final byte[] ring = new byte[CAPACITY];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private int start;
    private int held;
    private long arrived;
    private boolean ended;
    private boolean abandoned;
    private volatile long readLimitMillis;

    /** After {@code millis} without a byte a read fails with {@link SocketTimeoutException}; zero waits for ever. */
    void limitReads(long millis) {
        readLimitMillis = millis;
    }

    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                put(bytes, offset, length);
            }

            @Override
            public void close() {
                end();
            }
        };
    }

    InputStream source() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : take(bytes, offset, length);
            }

            @Override
            public void close() {
                abandon();
            }
        };
    }

    /** No more is written; what is held can still be read. */
    void end() {
        lock.lock();
        try {
            ended = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more is read: what is written from now on is thrown away, so that the writer is not held up. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            ended = true;
            held = 0;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes were written in all. */
    long arrived() {
        lock.lock();
        try {
            return arrived;
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            arrived += length;
            for (var done = 0; done < length && !abandoned; ) {
                if (held == CAPACITY) {
                    moved.await();
                    continue;
                }
                var end = (start + held) % CAPACITY;
                var n = Math.min(length - done, Math.min(CAPACITY - held, CAPACITY - end));
                System.arraycopy(bytes, offset + done, ring, end, n);
                held += n;
                done += n;
                moved.signalAll();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            var limit = readLimitMillis;
            while (held == 0 && !ended) {
                if (limit == 0) {
                    moved.await();
                } else if (!moved.await(limit, TimeUnit.MILLISECONDS) && held == 0 && !ended) {
                    throw new SocketTimeoutException("no byte within " + limit + " ms");
                }
            }
            if (held == 0) {
                return -1;
            }
            var n = Math.min(length, Math.min(held, CAPACITY - start));
            System.arraycopy(ring, start, bytes, offset, n);
            start = (start + n) % CAPACITY;
            held -= n;
            moved.signalAll();
            return n;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
    }
}
