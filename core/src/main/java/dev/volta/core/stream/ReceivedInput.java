package dev.volta.core.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * What another process sends, as a stream. At most a window of it waits here: the other sends more only when it is told
 * that something was read.
 */
public final class ReceivedInput extends InputStream {
    /** Smaller pieces are put together: each would take more memory than what is in it. */
    private static final int SMALL = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>(); // guarded by lock
    private int waiting; // guarded by lock
    private boolean last; // guarded by lock
    private final int window;
    private final IntConsumer consumed;
    private byte[] current = {};
    private int position;
    private boolean ended;
    private volatile boolean cut;

    /**
     * @param window bytes that may wait
     * @param consumed told how many bytes were read since it was told last
     */
    public ReceivedInput(int window, IntConsumer consumed) {
        this.window = window;
        this.consumed = consumed;
    }

    /** Called by the thread that reads the connection, in order; false if more waits than a window, or after the end. */
    public boolean add(byte[] piece) {
        lock.lock();
        try {
            waiting += piece.length;
            if (waiting > window || (last && !cut)) {
                return false;
            }
            if (piece.length > 0) {
                append(piece);
                came.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] piece) {
        var before = pieces.peekLast();
        if (before == null || before.length + piece.length > SMALL) {
            pieces.add(piece);
        } else {
            pieces.removeLast();
            var both = Arrays.copyOf(before, before.length + piece.length);
            System.arraycopy(piece, 0, both, before.length, piece.length);
            pieces.add(both);
        }
    }

    /** The last of it came. */
    public void end() {
        lock.lock();
        try {
            last = true;
            came.signal();
        } finally {
            lock.unlock();
        }
    }

    /** No more comes: reading fails once what came before was read. */
    public void cut() {
        cut = true;
        end();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == current.length && !ended) {
            next();
        }
        if (ended && cut) {
            throw new EOFException("the stream was cut");
        }
        if (ended) {
            return -1;
        }
        var n = Math.min(length, current.length - position);
        System.arraycopy(current, position, bytes, offset, n);
        position += n;
        if (position == current.length) {
            release(current.length);
            consumed.accept(current.length);
        }
        return n;
    }

    private void release(int bytes) {
        lock.lock();
        try {
            waiting -= bytes;
        } finally {
            lock.unlock();
        }
    }

    private void next() throws IOException {
        try {
            lock.lockInterruptibly();
            try {
                while (pieces.isEmpty() && !last) {
                    came.await();
                }
                var next = pieces.poll();
                ended = next == null;
                current = next == null ? new byte[0] : next;
                position = 0;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
