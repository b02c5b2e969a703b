package dev.volta.core.workload.command;

import dev.volta.core.config.BadValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into the words of a command as a POSIX shell does, without any of its expansions: blanks separate, {@code '}
 * quotes all, {@code "} quotes all but {@code \} before {@code "}, {@code \}, {@code $}, {@code `} and a line feed, and
 * {@code \} quotes one character (POSIX.1-2024, Shell Command Language, 2.2).
 */
final class CommandWords {
    private static final String BLANKS = " \t\n";
    private static final String QUOTED_IN_DOUBLE = "\"\\$`";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private CommandWords(String line) {
        this.line = line;
    }

    /** @throws BadValueException if a quote is not closed, or there are no words */
    static List<String> split(String line) {
        return new CommandWords(line).split();
    }

    private List<String> split() {
        while (at < line.length()) {
            var c = line.charAt(at++);
            if (BLANKS.indexOf(c) >= 0) {
                endWord();
                continue;
            }
            inWord = true;
            switch (c) {
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> escaped();
                default -> word.append(c);
            }
        }
        endWord();
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw BadValueException.expected("'" + line + "' names no program", "a program and its arguments");
        }
        return List.copyOf(words);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void singleQuoted() {
        var end = line.indexOf('\'', at);
        if (end < 0) {
            throw unclosed("'");
        }
        word.append(line, at, end);
        at = end + 1;
    }

    private void doubleQuoted() {
        while (at < line.length()) {
            var c = line.charAt(at++);
            if (c == '"') {
                return;
            }
            if (c != '\\' || at == line.length()) {
                word.append(c);
            } else if (line.charAt(at) == '\n') {
                at++;
            } else if (QUOTED_IN_DOUBLE.indexOf(line.charAt(at)) >= 0) {
                word.append(line.charAt(at++));
            } else {
                word.append(c);
            }
        }
        throw unclosed("\"");
    }

    private void escaped() {
        if (at == line.length()) {
            throw BadValueException.suggested("'" + line + "' ends with a backslash", "write \\\\ for a backslash");
        }
        var c = line.charAt(at++);
        if (c == '\n') {
            inWord = !word.isEmpty();
        } else {
            word.append(c);
        }
    }

    private BadValueException unclosed(String quote) {
        return BadValueException.suggested(
                "'" + line + "' has a " + quote + " that is not closed", "close it, or write \\" + quote);
    }
}
