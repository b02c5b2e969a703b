package dev.volta.ssh.text;

import dev.volta.core.wire.RawText;
import java.util.List;

/**
 * Text files as OpenSSH reads them: a line ends at a line feed and nowhere else, and only blanks and tabs divide words. A
 * reader that took a lone carriage return for the end of a line would find keys and options that ssh takes for part of a
 * comment.
 */
public final class OpenSshText {
    private static final String BEFORE = " \t";
    private static final String BEHIND = " \t\r\f";

    private OpenSshText() {}

    /** The lines of a file, each without its end. */
    public static List<String> lines(byte[] content) {
        var text = RawText.decode(content);
        if (text.isEmpty()) {
            return List.of();
        }
        var whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return List.of(whole.split("\n", -1)).stream()
                .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    /** What counts of a line: up to a NUL, without blanks and tabs around it, and without carriage returns behind it. */
    public static String content(String line) {
        var nul = line.indexOf('\0');
        var end = nul < 0 ? line.length() : nul;
        while (end > 0 && BEHIND.indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        var begin = 0;
        while (begin < end && BEFORE.indexOf(line.charAt(begin)) >= 0) {
            begin++;
        }
        return line.substring(begin, end);
    }

    /** The words of what {@link #content} returned, of which the last one holds the rest if there are more than {@code most}. */
    public static List<String> words(String content, int most) {
        return List.of(content.split("[ \t]+", most));
    }
}
