package dev.volta.cli.common;

import dev.volta.core.wire.RawText;
import java.util.List;

/**
 * Rows of words, one below the other; the last word of a row may be as long as it likes. Words may come from nodes: what
 * is not printed, or would end the line, appears as escapes or blanks.
 */
public final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    public static String of(List<List<String>> given) {
        var rows = given.stream()
                .map(row -> row.stream().map(RawText::printableLine).toList())
                .toList();
        var text = new StringBuilder();
        for (var row : rows) {
            for (var column = 0; column < row.size() - 1; column++) {
                text.append(("%-" + width(rows, column) + "s").formatted(row.get(column)))
                        .append(GAP);
            }
            text.append(row.getLast()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream()
                .filter(row -> row.size() - 1 > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(1);
    }
}
