package dev.volta.core.keeper.wire;

import dev.volta.core.wire.RawText;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes apart what a {@link KeeperPayloadWriter} put together; a payload that is too short is a {@link KeeperProtocolException}. */
public final class KeeperPayloadReader {
    private final Frame frame;
    private final ByteBuffer bytes;

    public KeeperPayloadReader(Frame frame) {
        this.frame = frame;
        this.bytes = ByteBuffer.wrap(frame.payload());
    }

    public int number() throws KeeperProtocolException {
        try {
            return bytes.getInt();
        } catch (BufferUnderflowException _) {
            throw tooShort();
        }
    }

    public long longNumber() throws KeeperProtocolException {
        try {
            return bytes.getLong();
        } catch (BufferUnderflowException _) {
            throw tooShort();
        }
    }

    public boolean flag() throws KeeperProtocolException {
        try {
            return bytes.get() != 0;
        } catch (BufferUnderflowException _) {
            throw tooShort();
        }
    }

    public String text() throws KeeperProtocolException {
        var length = length();
        var text = RawText.decode(Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.position() + length));
        bytes.position(bytes.position() + length);
        return text;
    }

    public List<String> texts() throws KeeperProtocolException {
        var texts = new ArrayList<String>();
        for (var left = length(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    public Map<String, String> textMap() throws KeeperProtocolException {
        var texts = new LinkedHashMap<String, String>();
        for (var left = length(); left > 0; left--) {
            texts.put(text(), text());
        }
        return texts;
    }

    public Duration duration() throws KeeperProtocolException {
        return Duration.ofSeconds(longNumber(), number());
    }

    /** A count of bytes or of things of at least a byte each, so that a wrong one asks for no memory. */
    private int length() throws KeeperProtocolException {
        var length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw tooShort();
        }
        return length;
    }

    private KeeperProtocolException tooShort() {
        return new KeeperProtocolException(
                "a frame " + frame.type() + " of " + frame.payload().length + " bytes is cut short");
    }
}
