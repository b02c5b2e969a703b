package dev.volta.hashing.engine.manifest;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines apart as coreutils does ({@code split_3} in {@code digest.c}), so that both accept the same manifests.
 * Besides the forms that {@link ManifestFormat} writes there are {@code HASH *NAME} and the output of {@code md5 -r},
 * {@code HASH NAME}. The latter with a name that begins with a blank looks like the GNU form, so the first line decides
 * which of the two a manifest has. {@code XXH3_HASH  NAME} is what {@code xxhsum -H3} writes from version 0.8.2 on; 16
 * digits without a tag are XXH3 only if that is asked for, because {@code xxhsum} means XXH64 by them.
 */
final class LineParser {
    private enum Separator {
        UNDECIDED,
        TWO_CHARACTERS,
        ONE_BLANK
    }

    private static final byte[] XXH3_PREFIX = {'X', 'X', 'H', '3', '_'};

    private final @Nullable Algorithm expected;
    private @Nullable Algorithm untagged;
    private Separator separator = Separator.UNDECIDED;

    LineParser(@Nullable Algorithm expected) {
        this.expected = expected;
        untagged = expected;
    }

    ManifestLine parse(long number, byte[] text, int length) {
        var start = 0;
        while (start < length && isBlank(text[start])) {
            start++;
        }
        var escaped = start < length && text[start] == '\\';
        if (escaped) {
            start++;
        }
        var line = new HexLine(number, text, start, length, escaped);
        var listed = listed(line);
        return listed == null ? new ManifestLine.Malformed(number) : listed;
    }

    private @Nullable ManifestLine listed(HexLine line) {
        if (line.startsWith(XXH3_PREFIX)) {
            return expected == null || expected == Algorithm.XXH3
                    ? gnu(line, line.start + XXH3_PREFIX.length, Algorithm.XXH3)
                    : null;
        }
        var tag = tagAt(line);
        return tag == null ? gnu(line) : bsd(line, tag);
    }

    private record HexLine(long number, byte[] text, int start, int length, boolean escaped) {
        boolean startsWith(byte[] prefix) {
            return start + prefix.length <= length
                    && Arrays.equals(text, start, start + prefix.length, prefix, 0, prefix.length);
        }

        /** The hexadecimal digits between two positions, or null if there is something else. */
        byte @Nullable [] digest(int from, int digits) {
            if (digits % 2 != 0 || from + digits > length) {
                return null;
            }
            var bytes = new byte[digits / 2];
            for (var i = 0; i < digits; i++) {
                var value = Character.digit(text[from + i], 16);
                if (value < 0) {
                    return null;
                }
                bytes[i / 2] = (byte) ((bytes[i / 2] << 4) | value);
            }
            return bytes;
        }

        @Nullable
        RawPath name(int from, int to) {
            var raw = Arrays.copyOfRange(text, from, to);
            var name = escaped ? EscapedName.unescape(raw) : raw;
            for (var b : raw) {
                if (b == 0) {
                    return null;
                }
            }
            return name == null ? null : RawPath.of(name);
        }

        int skipDigest(int from) {
            var at = from;
            while (at < length && !isBlank(text[at])) {
                at++;
            }
            return at;
        }

        int skipBlanks(int from) {
            var at = from;
            while (at < length && isBlank(text[at])) {
                at++;
            }
            return at;
        }
    }

    private @Nullable Algorithm tagAt(HexLine line) {
        var candidates = expected == null ? List.of(Algorithm.values()) : List.of(expected);
        for (var algorithm : candidates) {
            var tag = algorithm.name();
            var end = line.start + tag.length();
            if (end < line.length
                    && tag.equals(new String(line.text, line.start, tag.length(), StandardCharsets.ISO_8859_1))) {
                return algorithm;
            }
        }
        return null;
    }

    private static @Nullable ManifestLine bsd(HexLine line, Algorithm algorithm) {
        var open = line.start + algorithm.name().length();
        if (line.text[open] == ' ') {
            open++;
        }
        if (open >= line.length || line.text[open] != '(') {
            return null;
        }
        var close = line.length - 1;
        while (close > open && line.text[close] != ')') {
            close--;
        }
        var equals = line.skipBlanks(close + 1);
        if (close == open || equals >= line.length || line.text[equals] != '=') {
            return null;
        }
        var hash = line.skipBlanks(equals + 1);
        var digest = line.length - hash == 2 * algorithm.digestLength()
                ? line.digest(hash, 2 * algorithm.digestLength())
                : null;
        var path = line.name(open + 1, close);
        return digest == null || path == null ? null : new ManifestLine.Listed(line.number, algorithm, digest, path);
    }

    private @Nullable ManifestLine gnu(HexLine line) {
        var algorithm = untagged == null ? ofLength(line.skipDigest(line.start) - line.start) : untagged;
        var listed = algorithm == null ? null : gnu(line, line.start, algorithm);
        if (listed != null) {
            untagged = algorithm;
        }
        return listed;
    }

    private @Nullable ManifestLine gnu(HexLine line, int start, Algorithm algorithm) {
        var end = line.skipDigest(start);
        var digits = end - start;
        // At least a blank and a name; a second blank counts as the name if nothing else is there.
        if (digits != 2 * algorithm.digestLength() || line.length - end < 2) {
            return null;
        }
        var digest = line.digest(start, digits);
        var name = nameStart(line, end + 1);
        if (digest == null || name < 0) {
            return null;
        }
        var path = line.name(name, line.length);
        return path == null ? null : new ManifestLine.Listed(line.number, algorithm, digest, path);
    }

    private int nameStart(HexLine line, int afterBlank) {
        var two = line.text[afterBlank] == ' ' || line.text[afterBlank] == '*';
        if (!two || line.length - afterBlank == 1) {
            if (separator == Separator.TWO_CHARACTERS) {
                return -1;
            }
            separator = Separator.ONE_BLANK;
            return afterBlank;
        }
        if (separator == Separator.ONE_BLANK) {
            return afterBlank;
        }
        separator = Separator.TWO_CHARACTERS;
        return afterBlank + 1;
    }

    private static @Nullable Algorithm ofLength(int digits) {
        for (var algorithm : Algorithm.values()) {
            if (algorithm != Algorithm.XXH3 && 2 * algorithm.digestLength() == digits) {
                return algorithm;
            }
        }
        return null;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
