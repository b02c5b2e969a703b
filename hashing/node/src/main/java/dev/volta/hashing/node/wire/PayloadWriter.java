package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.RawPath;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends the primitive shapes of docs/protocol.md, big-endian, to a growing buffer. */
public final class PayloadWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(256);

    public PayloadWriter u8(int value) {
        require(value >= 0 && value <= 0xFF, "u8", value);
        room(1).put((byte) value);
        return this;
    }

    public PayloadWriter u16(int value) {
        require(value >= 0 && value <= 0xFFFF, "u16", value);
        room(2).putShort((short) value);
        return this;
    }

    public PayloadWriter u32(int value) {
        require(value >= 0, "u32", value);
        room(4).putInt(value);
        return this;
    }

    public PayloadWriter u64(long value) {
        require(value >= 0, "u64", value);
        room(8).putLong(value);
        return this;
    }

    public PayloadWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public PayloadWriter bytes16(byte[] value) {
        u16(value.length);
        room(value.length).put(value);
        return this;
    }

    /** Text is UTF-8; what does not fit into 65 535 bytes is cut, because text is for people. */
    public PayloadWriter text(String value) {
        return text(value, 0xFFFF);
    }

    /** Why something failed: text of at most {@link Frames#MOST_DETAIL_BYTES}. */
    public PayloadWriter detail(String value) {
        return text(value, Frames.MOST_DETAIL_BYTES);
    }

    private PayloadWriter text(String value, int mostBytes) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, mostBytes);
        // A character is left out as a whole: its later bytes are 10xxxxxx.
        while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
            length--;
        }
        return bytes16(length < utf8.length ? Arrays.copyOf(utf8, length) : utf8);
    }

    /** At most {@link Frames#MOST_PATH_BYTES}. */
    public PayloadWriter path(RawPath value) {
        require(value.length() <= Frames.MOST_PATH_BYTES, "length of a path", value.length());
        u32(value.length());
        value.write(room(value.length()));
        return this;
    }

    public int size() {
        return buffer.position();
    }

    /** What was written so far, ready to be read. */
    public ByteBuffer flipped() {
        return buffer.duplicate().flip();
    }

    private ByteBuffer room(int more) {
        if (buffer.remaining() < more) {
            int wanted = Math.max(buffer.capacity() * 2, buffer.position() + more);
            buffer = ByteBuffer.allocate(wanted).put(buffer.flip());
        }
        return buffer;
    }

    private static void require(boolean inRange, String shape, long value) {
        if (!inRange) {
            throw new IllegalArgumentException(value + " is no " + shape);
        }
    }
}
