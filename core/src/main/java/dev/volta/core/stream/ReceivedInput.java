package dev.volta.core.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What another process sends, as a stream. At most a window of it waits here: the other sends more only when it is told
 * that something was read.
 */
public final class ReceivedInput extends InputStream {
    private final LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
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

    /** Called by the thread that reads the connection, in order; false if more waits than a window. */
    public boolean add(byte[] piece) {
        if (waiting.addAndGet(piece.length) > window) {
            return false;
        }
        if (piece.length > 0) {
            pieces.add(piece);
        }
        return true;
    }

    /** The last of it came. */
    public void end() {
        pieces.add(new byte[0]);
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
            waiting.addAndGet(-current.length);
            consumed.accept(current.length);
        }
        return n;
    }

    private void next() throws IOException {
        try {
            current = pieces.take();
            position = 0;
            ended = current.length == 0;
        } catch (InterruptedException e) {
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }
}
