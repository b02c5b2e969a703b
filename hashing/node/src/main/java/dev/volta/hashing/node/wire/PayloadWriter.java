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
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return bytes16(utf8.length > 0xFFFF ? Arrays.copyOf(utf8, 0xFFFF) : utf8);
    }

    public PayloadWriter path(RawPath value) {
        return bytes16(value.bytes());
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
