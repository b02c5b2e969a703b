package dev.volta.core.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Text that stands for any bytes: UTF-8 in which U+DC80 to U+DCFF stand for the bytes 0x80 to 0xFF that are not UTF-8, as
 * Python's {@code surrogateescape} has it (PEP 383). Names of files are bytes in no encoding, here and on nodes, and two
 * of them must not become one on their way through a string.
 */
public final class RawText {
    private static final int ESCAPE = 0xdc00;
    private static final char REPLACEMENT = '\uFFFD';
    private static final String PLAIN_IN_URI = "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private RawText() {}

    /** What {@link #encode} makes {@code bytes} of again. */
    public static String decode(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        while (decoder.decode(in, out, true).isError() || in.hasRemaining()) {
            out.put((char) (ESCAPE | Byte.toUnsignedInt(in.get())));
            decoder.reset();
        }
        return out.flip().toString();
    }

    /** The bytes that {@code text} stands for; a surrogate that stands for none becomes a question mark. */
    public static byte[] encode(String text) {
        if (isUtf8(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var out = new ByteArrayOutputStream(text.length());
        var start = 0;
        for (var at = 0; at < text.length(); at++) {
            if (isByte(text.charAt(at)) && !isLow(text, at)) {
                out.writeBytes(text.substring(start, at).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(at));
                start = at + 1;
            }
        }
        out.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** Whether all of it is UTF-8, and no byte has to stand for itself. */
    public static boolean isUtf8(String text) {
        for (var at = 0; at < text.length(); at++) {
            if (isByte(text.charAt(at)) && !isLow(text, at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isByte(char c) {
        return c >= (ESCAPE | 0x80) && c <= (ESCAPE | 0xff);
    }

    /** Whether it is the second half of a character. */
    private static boolean isLow(String text, int at) {
        return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /**
     * For a terminal: bytes that are not UTF-8 and control characters, but for line feeds and tabs, appear as escapes such
     * as {@code \xe9}.
     */
    public static String printable(String text) {
        if (text.chars().noneMatch(c -> c < ' ' || c >= 0x7f)) {
            return text;
        }
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                shown.appendCodePoint(c);
            } else if (c <= 0xffff && isByte((char) c)) {
                shown.append("\\x%02x".formatted(c & 0xff));
            } else {
                switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        shown.append(c < 0x80 ? "\\x%02x".formatted(c) : "\\u{%x}".formatted(c));
                    default -> shown.appendCodePoint(c);
                }
            }
        });
        return shown.toString();
    }

    /** The same on one line: blanks stand for line feeds and tabs. */
    public static String printableLine(String text) {
        return printable(text).replace('\n', ' ').replace('\t', ' ');
    }

    /** The same for a name, which keeps nothing that would end its line: line feeds and tabs appear as escapes too. */
    public static String printableName(String text) {
        return printable(text).replace("\n", "\\x0a").replace("\t", "\\x09");
    }

    /** The name of {@code path}, of which its own string keeps only what the locale can read. */
    public static String of(Path path) {
        var text = path.toString();
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        var absolute = path.toAbsolutePath();
        var whole = fromUri(absolute.toUri().getRawPath());
        // Each component counts: the URI is of the absolute path, and has a slash behind a folder.
        var components = whole.substring(1).split("/", -1);
        var first = absolute.getNameCount() - path.getNameCount();
        var own = new StringBuilder();
        for (var i = first; i < absolute.getNameCount(); i++) {
            own.append(i > first || path.isAbsolute() ? "/" : "").append(components[i]);
        }
        return own.toString();
    }

    /** The file of that name; what {@link #of} makes {@code name} of again. */
    public static Path path(String name) {
        if (isUtf8(name)) {
            try {
                return Path.of(name);
            } catch (InvalidPathException e) {
                if (name.indexOf('\0') >= 0) {
                    throw e;
                }
                // not to be said in this locale
            }
        }
        var absolute = name.startsWith("/") ? name : of(Path.of("").toAbsolutePath()) + "/" + name;
        var uri = new StringBuilder("file://");
        for (var b : encode(absolute)) {
            if (PLAIN_IN_URI.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                uri.append("%%%02X".formatted(b & 0xff));
            }
        }
        var path = Path.of(URI.create(uri.toString()));
        return name.startsWith("/")
                ? path
                : path.subpath(Path.of("").toAbsolutePath().getNameCount(), path.getNameCount());
    }

    private static String fromUri(String rawPath) {
        var bytes = new ByteArrayOutputStream(rawPath.length());
        for (var at = 0; at < rawPath.length(); at++) {
            if (rawPath.charAt(at) == '%') {
                bytes.write(Integer.parseInt(rawPath, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write(rawPath.charAt(at));
            }
        }
        return decode(bytes.toByteArray());
    }
}
