package dev.volta.core.keeper.wire;

import dev.volta.core.wire.RawText;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Puts values one after the other: numbers big-endian, texts ({@link RawText}) and lists with their length before them. */
public final class KeeperPayloadWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public KeeperPayloadWriter number(int value) {
        bytes.write(value >>> 24);
        bytes.write(value >>> 16);
        bytes.write(value >>> 8);
        bytes.write(value);
        return this;
    }

    public KeeperPayloadWriter number(long value) {
        return number((int) (value >>> 32)).number((int) value);
    }

    public KeeperPayloadWriter flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    public KeeperPayloadWriter text(String value) {
        var encoded = RawText.encode(value);
        number(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    public KeeperPayloadWriter texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    public KeeperPayloadWriter texts(Map<String, String> values) {
        number(values.size());
        values.forEach((key, value) -> text(key).text(value));
        return this;
    }

    public KeeperPayloadWriter duration(Duration value) {
        return number(value.getSeconds()).number(value.getNano());
    }

    public Frame frame(FrameType type, int stream) {
        return new Frame(type, stream, bytes.toByteArray());
    }
}
