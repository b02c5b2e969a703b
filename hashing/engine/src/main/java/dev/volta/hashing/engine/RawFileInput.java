package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.Errno;
import dev.volta.hashing.engine.posix.SystemCalls;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Reads a file whose name need not be text. It belongs to the thread that opened it, and wants to be read in large
 * pieces. The message of its exceptions is that of the C library alone.
 */
public final class RawFileInput extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final SystemCalls calls = new SystemCalls();
    private final MemorySegment buffer = calls.allocate(BUFFER_BYTES);
    private final int descriptor;
    private boolean closed;

    public RawFileInput(RawPath path) throws IOException {
        descriptor = calls.open(path.shared(), SystemCalls.O_RDONLY | SystemCalls.O_NOCTTY);
        if (descriptor < 0) {
            calls.close();
            throw new IOException(Errno.message(-descriptor));
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        var count = calls.read(descriptor, buffer, Math.min(length, BUFFER_BYTES));
        if (count < 0) {
            throw new IOException(Errno.message((int) -count));
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset, (int) count);
        return count == 0 ? -1 : (int) count;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.close(descriptor);
            calls.close();
        }
    }
}
