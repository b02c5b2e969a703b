package dev.volta.core.report;

/** Makes any text harmless where it stands: file and node names may hold markup, newlines and direction marks. */
final class Escape {
    private Escape() {}

    /** For HTML and SVG, in text and in quoted attributes. */
    static String html(String text) {
        var safe = new StringBuilder();
        visible(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** For running text and table cells of Markdown (CommonMark 0.31, section 2.4; GitHub's tables). */
    static String markdown(String text) {
        var safe = new StringBuilder();
        visible(text).codePoints().forEach(c -> {
            if (c < 128 && "\\`*_[]<>|&#~$".indexOf(c) >= 0) {
                safe.append('\\');
            }
            safe.appendCodePoint(c);
        });
        return safe.toString();
    }

    /** For a field of comma-separated values (RFC 4180). */
    static String csv(String text) {
        return text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0) ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** Characters that have no glyph, or change the direction of the text around them, become their escapes. */
    static String visible(String text) {
        var seen = new StringBuilder();
        text.codePoints().forEach(c -> {
            var hidden = switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> true;
                default -> false;
            };
            if (c == '\n') {
                seen.append("\\n");
            } else if (hidden) {
                seen.append("\\u%04x".formatted(c));
            } else {
                seen.appendCodePoint(c);
            }
        });
        return seen.toString();
    }
}
