package dev.volta.cli.common;

import dev.volta.core.wire.Quantities;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Messages without the middle of what is too long for them: a value from a file or of a node that is quoted, which may be
 * megabytes. A path, of 4096 bytes at most, stays whole.
 */
final class CutValues {
    private static final int SHORT = 4096;
    private static final int BEGINNING = 200;
    private static final int LONGEST_LINE = 64 << 10;
    private static final int LINE_END = 1024;
    private static final Pattern WORD = Pattern.compile("\\S{" + (SHORT + BEGINNING) + ",}+");

    private CutValues() {}

    static String of(String message) {
        if (message.length() < SHORT) {
            return message;
        }
        return WORD.matcher(message)
                .replaceAll(CutValues::cut)
                .lines()
                .map(CutValues::line)
                .collect(Collectors.joining("\n"));
    }

    /** With its last characters, which may be a quotation mark and what belongs to the sentence. */
    private static String cut(MatchResult word) {
        return Matcher.quoteReplacement(shortened(word.group(), BEGINNING, 16));
    }

    private static String line(String line) {
        return line.length() <= LONGEST_LINE ? line : shortened(line, LONGEST_LINE - LINE_END, LINE_END);
    }

    private static String shortened(String text, int beginning, int end) {
        var left = text.length() - beginning - end;
        return text.substring(0, beginning) + "… (" + Quantities.count(left) + " characters more) …"
                + text.substring(text.length() - end);
    }
}
