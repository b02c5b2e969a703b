package dev.volta.core.remote;

import java.util.regex.Pattern;

/** Quoting of one word for a POSIX shell (POSIX.1-2024, Shell Command Language, 2.2.2 single quotes). */
final class ShellQuote {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellQuote() {}

    static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
