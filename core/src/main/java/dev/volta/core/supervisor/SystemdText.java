package dev.volta.core.supervisor;

/** Texts in a unit file (systemd.syntax(7)): what systemd would take for its own is written so that it comes out as it was. */
final class SystemdText {
    private SystemdText() {}

    /** To the end of a line, without quotes; specifiers begin with {@code %}. */
    static String plain(String text) {
        return text.replace("%", "%%");
    }

    /** One word between quotes. Line breaks and other control characters are escaped as in C. */
    static String quoted(String word) {
        var text = new StringBuilder("\"");
        word.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> text.append('\\').append((char) c);
                case '%' -> text.append("%%");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append("\\x%02x".formatted(c));
                    } else {
                        text.append((char) c);
                    }
                }
            }
        });
        return text.append('"').toString();
    }

    /** An argument of a command line, where {@code $} begins a variable. */
    static String argument(String word) {
        return quoted(word).replace("$", "$$");
    }
}
