package dev.volta.ssh.openssh;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * What has come over a channel and has not been read yet. The channel's window bounds it, which opens again by what {@code
 * taken} is told.
 */
final class ReceivedBytes extends InputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>(); // guarded by lock, as the fields below
    private final IntConsumer taken;
    private int at;
    private boolean ended;
    private long arrived;

    ReceivedBytes(IntConsumer taken) {
        this.taken = taken;
    }

    void put(byte[] piece) {
        lock.lock();
        try {
            arrived += piece.length;
            if (!ended && piece.length > 0) {
                pieces.add(piece);
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes have come in all. */
    long arrived() {
        lock.lock();
        try {
            return arrived;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody will read any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            pieces.clear();
            end();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws InterruptedIOException {
        if (length == 0) {
            return 0;
        }
        var n = take(bytes, offset, length);
        if (n > 0) {
            taken.accept(n);
        }
        return n;
    }

    private int take(byte[] bytes, int offset, int length) throws InterruptedIOException {
        lock.lock();
        try {
            while (pieces.isEmpty()) {
                if (ended) {
                    return -1;
                }
                moved.await();
            }
            var piece = pieces.element();
            var n = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, bytes, offset, n);
            at += n;
            if (at == piece.length) {
                pieces.remove();
                at = 0;
            }
            return n;
        } catch (InterruptedException e) {
            throw (InterruptedIOException) new InterruptedIOException("reading was interrupted").initCause(e);
        } finally {
            lock.unlock();
        }
    }
}
