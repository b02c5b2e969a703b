package dev.volta.ssh.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A keyword with its arguments. They are divided by white space, an {@code =} may follow the keyword, double quotes hold
 * an argument with spaces together, and a {@code #} at the start of a line or of an argument begins a comment.
 *
 * @param keyword in lower case
 * @param where {@code file:line}
 */
record ConfigLine(String keyword, List<String> arguments, String where) {
    static Optional<ConfigLine> parse(String text, String where) {
        var words = words(text.strip(), where);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (words.size() == 1) {
            throw new SshConfigException(where + ": '" + words.getFirst() + "' has no value");
        }
        return Optional.of(new ConfigLine(
                words.getFirst().toLowerCase(Locale.ROOT), List.copyOf(words.subList(1, words.size())), where));
    }

    String value() {
        if (arguments.size() != 1) {
            throw new SshConfigException(where + ": '" + keyword + "' takes one value, not " + arguments);
        }
        return arguments.getFirst();
    }

    private static List<String> words(String text, String where) {
        var words = new ArrayList<String>();
        var at = 0;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                break;
            } else if (c == '=' && words.size() == 1) {
                at++;
            } else if (c == '"') {
                var end = text.indexOf('"', at + 1);
                if (end < 0) {
                    throw new SshConfigException(where + ": the quotation mark is not closed");
                }
                words.add(text.substring(at + 1, end));
                at = end + 1;
            } else {
                var end = at;
                while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && !isSign(text, end, words)) {
                    end++;
                }
                words.add(text.substring(at, end));
                at = end;
            }
        }
        return words;
    }

    private static boolean isSign(String text, int at, List<String> words) {
        return text.charAt(at) == '=' && words.isEmpty();
    }
}
