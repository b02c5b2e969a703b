package dev.volta.core.report;

import java.util.List;
import java.util.Locale;

/**
 * Writes one drawing for the inside of an HTML page. Colours and strokes are classes of the page's style sheet, so that
 * one drawing serves light, dark and paper. The title and the description are what a screen reader reads.
 */
final class Svg {
    private final StringBuilder drawing = new StringBuilder();

    /** Where a text is tied to its position. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** {@code id} is unique in the page; sizes are in units of the drawing, which scales to the width of the page. */
    Svg(String id, int width, int height, String title, String description) {
        drawing.append("""
                <svg class="plot" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %s-d">
                <title id="%s-t">%s</title>
                <desc id="%s-d">%s</desc>
                """.formatted(width, height, id, id, id, Escape.html(title), id, Escape.html(description)));
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        drawing.append("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(style, at(x1), at(y1), at(x2), at(y2)));
    }

    /** A line through {@code points}, each an x and a y; a single point becomes a dot. */
    void path(String style, List<double[]> points, String hint) {
        var data = new StringBuilder();
        for (var point : points) {
            data.append(data.isEmpty() ? "M" : "L")
                    .append(at(point[0]))
                    .append(' ')
                    .append(at(point[1]));
        }
        if (points.size() == 1) {
            data.append("h0");
        }
        drawing.append("<path class=\"%s\" d=\"%s\">%s</path>\n".formatted(style, data, hint(hint)));
    }

    /** A rectangle; a {@code hint} that is not empty shows when the pointer rests on it. */
    void rectangle(String style, double x, double y, double width, double height, String hint) {
        drawing.append("<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"1.5\">%s</rect>\n"
                .formatted(style, at(x), at(y), at(Math.max(0, width)), at(height), hint(hint)));
    }

    void point(String style, double x, double y, double radius, String hint) {
        drawing.append("<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\">%s</circle>\n"
                .formatted(style, at(x), at(y), at(radius), hint(hint)));
    }

    void text(String style, Anchor anchor, double x, double y, String text) {
        drawing.append("<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(style, anchor.name().toLowerCase(Locale.ROOT), at(x), at(y), Escape.html(text)));
    }

    String end() {
        return drawing + "</svg>\n";
    }

    private static String hint(String text) {
        return text.isEmpty() ? "" : "<title>" + Escape.html(text) + "</title>";
    }

    private static String at(double position) {
        return String.format(Locale.ROOT, "%.1f", position);
    }
}
