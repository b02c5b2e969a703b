package dev.volta.core.workload.command;

import java.io.InputStream;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What a launcher reads: messages as they are handed over, then the end. One thread reads. */
final class RequestStream extends InputStream {
    /** No message is empty. */
    private static final byte[] END = new byte[0];

    private final LinkedBlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private byte @Nullable [] current;
    private int at;

    void add(byte[] frame) {
        frames.add(frame);
    }

    /** What was added before is still read. */
    void end() {
        frames.add(END);
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        try {
            while (current == null || at == current.length) {
                if (current != null && current.length == 0) {
                    return -1;
                }
                current = frames.take();
                at = 0;
                if (current.length == 0) {
                    return -1;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
        var count = Math.min(length, current.length - at);
        System.arraycopy(current, at, into, offset, count);
        at += count;
        return count;
    }
}
