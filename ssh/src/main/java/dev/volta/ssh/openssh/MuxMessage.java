package dev.volta.ssh.openssh;

import dev.volta.core.wire.RawText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** A message in the encoding of RFC 4251 section 5: numbers are four bytes, texts follow their length. */
final class MuxMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MuxMessage octet(int value) {
        bytes.write(value);
        return this;
    }

    MuxMessage number(long value) {
        for (var shift = 24; shift >= 0; shift -= 8) {
            bytes.write((int) (value >> shift));
        }
        return this;
    }

    MuxMessage text(String value) {
        var raw = RawText.encode(value);
        return data(raw, 0, raw.length);
    }

    MuxMessage data(byte[] from, int offset, int length) {
        number(length);
        bytes.write(from, offset, length);
        return this;
    }

    MuxMessage append(MuxMessage more) {
        bytes.writeBytes(more.toBytes());
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    static byte[] data(ByteBuffer in) throws IOException {
        try {
            var length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IOException("a message of ssh's control socket is cut short");
            }
            var data = new byte[length];
            in.get(data);
            return data;
        } catch (BufferUnderflowException e) {
            throw new IOException("a message of ssh's control socket is cut short", e);
        }
    }

    static String text(ByteBuffer in) throws IOException {
        return RawText.decode(data(in));
    }
}
