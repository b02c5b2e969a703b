package dev.volta.hashing.engine.manifest;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** A file name without line breaks: newline, carriage return and backslash as {@code \n}, {@code \r} and {@code \\}. */
public final class EscapedName {
    private EscapedName() {}

    public static boolean isNeeded(byte[] name) {
        for (var b : name) {
            if (b == '\n' || b == '\r' || b == '\\') {
                return true;
            }
        }
        return false;
    }

    public static byte[] escape(byte[] name) {
        var escaped = new ByteArrayOutputStream(name.length + 8);
        for (var b : name) {
            switch (b) {
                case '\n' -> escaped.writeBytes(new byte[] {'\\', 'n'});
                case '\r' -> escaped.writeBytes(new byte[] {'\\', 'r'});
                case '\\' -> escaped.writeBytes(new byte[] {'\\', '\\'});
                default -> escaped.write(b);
            }
        }
        return escaped.toByteArray();
    }

    /** The name, or null if a backslash is followed by anything else than n, r or a backslash. */
    static byte @Nullable [] unescape(byte[] escaped) {
        var name = new ByteArrayOutputStream(escaped.length);
        var afterBackslash = false;
        for (var b : escaped) {
            if (!afterBackslash) {
                afterBackslash = b == '\\';
                if (!afterBackslash) {
                    name.write(b);
                }
                continue;
            }
            afterBackslash = false;
            switch (b) {
                case 'n' -> name.write('\n');
                case 'r' -> name.write('\r');
                case '\\' -> name.write('\\');
                default -> {
                    return null;
                }
            }
        }
        return afterBackslash ? null : name.toByteArray();
    }
}
