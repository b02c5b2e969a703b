package dev.volta.ssh.config;

import dev.volta.ssh.text.OpenSshText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A keyword with its arguments, divided as OpenSSH does (misc.c, argv_split): by blanks and tabs, an {@code =} may follow the
 * keyword, single and double quotes hold together what has spaces, a backslash takes a quote, a backslash or, outside of
 * quotes, a space for itself, and a {@code #} at the start of a line or of an argument begins a comment.
 *
 * @param keyword in lower case
 * @param where {@code file:line}
 */
record ConfigLine(String keyword, List<String> arguments, String where) {
    /** Their value is a command line for a shell, with all quotes in it. */
    private static final Set<String> COMMANDS =
            Set.of("proxycommand", "localcommand", "remotecommand", "knownhostscommand");

    private static final String BEHIND_KEYWORD = " \t\r=";

    static Optional<ConfigLine> parse(String line, String where) {
        var text = withoutBlanksBefore(OpenSshText.content(line));
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        var end = 0;
        while (end < text.length() && BEHIND_KEYWORD.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        var word = text.substring(0, end).replace("\"", "");
        var rest = withoutBlanksBefore(text.substring(end));
        if (rest.startsWith("=")) {
            rest = withoutBlanksBefore(rest.substring(1));
        }
        var keyword = word.toLowerCase(Locale.ROOT);
        var arguments = COMMANDS.contains(keyword) && !rest.isEmpty() ? List.of(rest) : words(rest, where);
        if (arguments.isEmpty()) {
            throw new SshConfigException(where + ": '" + word + "' has no value");
        }
        return Optional.of(new ConfigLine(keyword, List.copyOf(arguments), where));
    }

    /** Around a keyword a carriage return is blank too. */
    private static String withoutBlanksBefore(String text) {
        var at = 0;
        while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == '\r')) {
            at++;
        }
        return text.substring(at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The keyword under its name of today. */
    String option() {
        return Keywords.today(keyword);
    }

    String value() {
        if (arguments.size() != 1) {
            throw new SshConfigException(where + ": '" + keyword + "' takes one value, not " + arguments);
        }
        return arguments.getFirst();
    }

    boolean isNone() {
        return arguments.getFirst().equalsIgnoreCase("none");
    }

    private static List<String> words(String text, String where) {
        var words = new ArrayList<String>();
        for (var at = 0; at < text.length(); ) {
            if (isBlank(text.charAt(at))) {
                at++;
            } else if (text.charAt(at) == '#') {
                break;
            } else {
                at = word(text, at, where, words);
            }
        }
        return words;
    }

    /** Adds the word that begins at {@code start}; returns where it ends. */
    private static int word(String text, int start, String where, List<String> words) {
        var word = new StringBuilder();
        var quote = ' ';
        var at = start;
        for (; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && isEscaped(text.charAt(at + 1), quote)) {
                word.append(text.charAt(++at));
            } else if (quote == ' ' && isBlank(c)) {
                break;
            } else if (quote == ' ' && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = ' ';
            } else {
                word.append(c);
            }
        }
        if (quote != ' ') {
            throw new SshConfigException(where + ": the quotation mark is not closed");
        }
        words.add(word.toString());
        return at;
    }

    private static boolean isEscaped(char c, char quote) {
        return c == '"' || c == '\'' || c == '\\' || (c == ' ' && quote == ' ');
    }
}
