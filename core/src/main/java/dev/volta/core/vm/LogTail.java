package dev.volta.core.vm;

import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last lines of a log, or those from a kernel's panic on, for messages; without what a terminal would obey. */
final class LogTail {
    private static final int BYTES = 4096;
    private static final int LINES = 8;

    /**
     * A control sequence (ECMA-48, CSI of one byte or two, parameters, final byte), or a control character: consoles colour
     * their lines. Whatever else is not printed becomes an escape.
     */
    private static final Pattern CONTROL =
            Pattern.compile("(\u001b\\[|\u009b)[0-?]*[ -/]*[@-~]|[\\p{Cntrl}&&[^\\t]]|[\\u0080-\\u009f]");

    private LogTail() {}

    /** Behind {@code title}, each on a line of its own and indented; only a remark if there are none. */
    static String of(Path log, String title) {
        var lines = read(log)
                .lines()
                .map(line -> RawText.printableLine(
                        CONTROL.matcher(line).replaceAll("").strip()))
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "\n  " + title + ": nothing (" + log + ")";
        }
        return lines.subList(first(lines), lines.size()).stream()
                .limit(LINES)
                .collect(Collectors.joining("\n    ", "\n  " + title + " (" + log + "):\n    ", ""));
    }

    private static int first(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("Kernel panic")) {
                return i;
            }
        }
        return Math.max(0, lines.size() - LINES);
    }

    /** Of one that was cut just now, what was before. */
    private static String read(Path log) {
        var read = end(log);
        return read.length() < BYTES ? end(CutLog.earlier(log)) + read : read;
    }

    private static String end(Path log) {
        if (!Files.isRegularFile(log)) {
            return ""; // to open a FIFO waits
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - BYTES));
            var bytes = new byte[(int) Math.min(BYTES, file.length())];
            file.readFully(bytes);
            return RawText.decode(bytes);
        } catch (IOException e) {
            return "";
        }
    }
}
