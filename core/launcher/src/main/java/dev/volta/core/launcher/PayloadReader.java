package dev.volta.core.launcher;

import dev.volta.core.wire.RawText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the fields of a message; believes no length that the message does not have room for. */
final class PayloadReader {
    private final byte[] payload;
    private int at;

    PayloadReader(byte[] payload) {
        this.payload = payload;
    }

    byte choice() throws LauncherProtocolException {
        return payload[take(1)];
    }

    boolean flag() throws LauncherProtocolException {
        var flag = choice();
        if (flag != 0 && flag != 1) {
            throw unknown("yes or no");
        }
        return flag == 1;
    }

    int number() throws LauncherProtocolException {
        var number = 0;
        for (var start = take(Integer.BYTES); start < at; start++) {
            number = number << Byte.SIZE | Byte.toUnsignedInt(payload[start]);
        }
        return number;
    }

    long longNumber() throws LauncherProtocolException {
        return (long) number() << Integer.SIZE | Integer.toUnsignedLong(number());
    }

    byte[] bytes() throws LauncherProtocolException {
        var start = take(number());
        return Arrays.copyOfRange(payload, start, at);
    }

    String text() throws LauncherProtocolException {
        return RawText.decode(bytes());
    }

    Optional<String> optionalText() throws LauncherProtocolException {
        return flag() ? Optional.of(text()) : Optional.empty();
    }

    List<String> texts() throws LauncherProtocolException {
        var size = number();
        if (size < 0 || size > (payload.length - at) / Integer.BYTES) {
            throw new LauncherProtocolException(
                    "a list of " + size + " elements at byte " + at + " of a message of " + payload.length + " bytes");
        }
        var texts = new ArrayList<String>(size);
        for (var i = 0; i < size; i++) {
            texts.add(text());
        }
        return texts;
    }

    void expectEnd() throws LauncherProtocolException {
        if (at < payload.length) {
            throw new LauncherProtocolException("a message of " + payload.length + " bytes that ends after " + at);
        }
    }

    /** What is thrown if the byte that was read last stands for nothing. */
    LauncherProtocolException unknown(String what) {
        return new LauncherProtocolException(
                "byte " + (at - 1) + " of a message is " + payload[at - 1] + ", which is no " + what);
    }

    private int take(int bytes) throws LauncherProtocolException {
        if (bytes < 0 || bytes > payload.length - at) {
            throw new LauncherProtocolException("a field of " + Integer.toUnsignedLong(bytes) + " bytes at byte " + at
                    + " of a message of " + payload.length + " bytes");
        }
        at += bytes;
        return at - bytes;
    }
}
