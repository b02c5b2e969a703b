package dev.volta.hashing.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** UTF-8 in which U+DC80 to U+DCFF stand for single bytes that are not UTF-8 (PEP 383). */
final class EscapedUtf8 {
    private static final int ESCAPE = 0xdc00;

    private EscapedUtf8() {}

    static boolean isEscapedByte(int codePoint) {
        return codePoint >= ESCAPE + 0x80 && codePoint <= ESCAPE + 0xff;
    }

    static String decode(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        while (decoder.decode(in, out, true).isError() || in.hasRemaining()) {
            out.put((char) (ESCAPE | Byte.toUnsignedInt(in.get())));
            decoder.reset();
        }
        return out.flip().toString();
    }

    static byte[] encode(String text) {
        var out = new ByteArrayOutputStream(text.length());
        var start = 0;
        for (int at = 0, width; at < text.length(); at += width) {
            var codePoint = text.codePointAt(at);
            width = Character.charCount(codePoint);
            if (isEscapedByte(codePoint)) {
                out.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
                out.write(codePoint);
                start = at + width;
            } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("U+%04X at index %d stands for no byte".formatted(codePoint, at));
            }
        }
        out.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
