package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.RawPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes the primitive shapes of docs/protocol.md out of a payload; whatever does not fit is {@code MALFORMED}. */
public final class PayloadReader {
    private final ByteBuffer buffer;

    public PayloadReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    public int u8() throws ProtocolException {
        return Byte.toUnsignedInt(need(1).get());
    }

    public int u16() throws ProtocolException {
        return Short.toUnsignedInt(need(2).getShort());
    }

    public int u32() throws ProtocolException {
        int value = need(4).getInt();
        if (value < 0) {
            throw malformed("u32 " + Integer.toUnsignedString(value) + " is over 2147483647");
        }
        return value;
    }

    public long u64() throws ProtocolException {
        long value = need(8).getLong();
        if (value < 0) {
            throw malformed("u64 " + Long.toUnsignedString(value) + " is over 9223372036854775807");
        }
        return value;
    }

    public boolean flag() throws ProtocolException {
        int value = u8();
        if (value > 1) {
            throw malformed("flag " + value + " is neither 0 nor 1");
        }
        return value == 1;
    }

    public byte[] bytes16() throws ProtocolException {
        int length = u16();
        need(length);
        byte[] value = new byte[length];
        buffer.get(value);
        return value;
    }

    public String text() throws ProtocolException {
        return new String(bytes16(), StandardCharsets.UTF_8);
    }

    public RawPath path() throws ProtocolException {
        int length = u32();
        if (length > Frames.MOST_PATH_BYTES) {
            throw malformed("a path of " + length + " bytes is over " + Frames.MOST_PATH_BYTES);
        }
        need(length);
        try {
            return RawPath.read(buffer, length);
        } catch (IllegalArgumentException e) {
            throw malformed("path: " + e.getMessage());
        }
    }

    /** A count of items of at least {@code leastBytes} each; one that the rest of the payload cannot hold is refused. */
    public int count(int leastBytes) throws ProtocolException {
        int count = u16();
        if ((long) count * leastBytes > buffer.remaining()) {
            throw malformed(count + " items do not fit in " + buffer.remaining() + " bytes");
        }
        return count;
    }

    /** To be called last: a longer payload than its type defines is refused too. */
    public void end() throws ProtocolException {
        if (buffer.hasRemaining()) {
            throw malformed(buffer.remaining() + " bytes too many");
        }
    }

    public static ProtocolException malformed(String what) {
        return new ProtocolException(Fault.MALFORMED, what);
    }

    private ByteBuffer need(int bytes) throws ProtocolException {
        if (buffer.remaining() < bytes) {
            throw malformed("payload ends " + (bytes - buffer.remaining()) + " bytes too early");
        }
        return buffer;
    }
}
