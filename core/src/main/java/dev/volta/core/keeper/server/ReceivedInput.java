package dev.volta.core.keeper.server;

import dev.volta.core.keeper.wire.Credit;
import dev.volta.core.keeper.wire.ProtocolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * What a client sends for a program to read, as a stream. At most a window of it waits here: the client sends more only
 * when it is told that something was read.
 */
final class ReceivedInput extends InputStream {
    private final LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final IntConsumer consumed;
    private byte[] current = {};
    private int position;
    private boolean ended;

    /** @param consumed told how many bytes were read since it was told last */
    ReceivedInput(IntConsumer consumed) {
        this.consumed = consumed;
    }

    /** Called by the thread that reads the connection, in order. */
    void add(byte[] piece) throws ProtocolException {
        if (waiting.addAndGet(piece.length) > Credit.WINDOW) {
            throw new ProtocolException("more standard input than was asked for");
        }
        if (piece.length > 0) {
            pieces.add(piece);
        }
    }

    void end() {
        pieces.add(new byte[0]);
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
