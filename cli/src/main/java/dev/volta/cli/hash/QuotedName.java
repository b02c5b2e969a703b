package dev.volta.cli.hash;

import dev.volta.hashing.engine.RawPath;

/**
 * A file name in a message as coreutils write it in a UTF-8 locale ({@code quotearg}, style shell-escape, colon quoted):
 * as it is if a shell would take it so, else in single quotes, or in double quotes if that saves escaping a single quote
 * in a plain name. Bytes that cannot be printed become {@code $'\ooo'}.
 */
final class QuotedName {
    private static final String PLAIN = "%+,-./_]@{}#~";
    private static final String LETTER_ESCAPES = "\u0007a\bb\ff\nn\rr\tt\u000bv";

    private final StringBuilder out = new StringBuilder("'");
    private boolean escaping;

    private QuotedName() {}

    static String of(RawPath path) {
        var text = path.text();
        if (!needsQuotes(text)) {
            return text;
        }
        if (text.indexOf('\'') >= 0
                && text.codePoints().allMatch(c -> isPlain(c) || c == '\'' || c == ' ' || c == ':')) {
            return '"' + text + '"';
        }
        var quoted = new QuotedName();
        text.codePoints().forEach(quoted::add);
        return quoted.out.append('\'').toString();
    }

    private static boolean needsQuotes(String text) {
        return text.isEmpty()
                || "#~".indexOf(text.charAt(0)) >= 0
                || text.equals("{")
                || text.equals("}")
                || !text.codePoints().allMatch(QuotedName::isPlain);
    }

    private static boolean isPlain(int c) {
        return c < 0x80 ? Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0 : isPrintable(c);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private void add(int c) {
        if (c == '\'') {
            // Out of the quotes, an escaped quote, and in again: right after $'...' as well.
            out.append("'\\''");
            escaping = false;
        } else if (isPrintable(c)) {
            out.append(escaping ? "''" : "").appendCodePoint(c);
            escaping = false;
        } else {
            out.append(escaping ? "" : "'$'");
            escaping = true;
            escape(c);
        }
    }

    private void escape(int c) {
        var letter = LETTER_ESCAPES.indexOf(c);
        if (letter >= 0 && letter % 2 == 0) {
            out.append('\\').append(LETTER_ESCAPES.charAt(letter + 1));
            return;
        }
        for (var b : RawPath.parse(Character.toString(c)).bytes()) {
            out.append("\\%03o".formatted(Byte.toUnsignedInt(b)));
        }
    }
}
