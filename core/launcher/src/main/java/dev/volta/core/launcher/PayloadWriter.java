package dev.volta.core.launcher;

import dev.volta.core.wire.RawText;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Writes the fields of a message. */
final class PayloadWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PayloadWriter() {
        number(0); // the length, which is known in the end
    }

    void choice(byte choice) {
        out.write(choice);
    }

    void flag(boolean flag) {
        out.write(flag ? 1 : 0);
    }

    void number(int number) {
        for (var shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write(number >> shift);
        }
    }

    void number(long number) {
        number((int) (number >> Integer.SIZE));
        number((int) number);
    }

    void bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
    }

    void text(String text) {
        bytes(RawText.encode(text));
    }

    void optionalText(Optional<String> text) {
        flag(text.isPresent());
        if (text.isPresent()) {
            text(text.get());
        }
    }

    void texts(List<String> texts) {
        number(texts.size());
        for (var text : texts) {
            text(text);
        }
    }

    /** The length of what has been written, and that. */
    byte[] frame() throws LauncherProtocolException {
        var frame = out.toByteArray();
        var length = frame.length - Integer.BYTES;
        if (length > LauncherCodec.LARGEST_PAYLOAD) {
            throw new LauncherProtocolException("a message of " + length + " bytes, more than the "
                    + LauncherCodec.LARGEST_PAYLOAD + " that are allowed");
        }
        for (var at = 0; at < Integer.BYTES; at++) {
            frame[at] = (byte) (length >> (Integer.SIZE - Byte.SIZE * (at + 1)));
        }
        return frame;
    }
}
