package dev.volta.core.report;

import dev.volta.core.report.Svg.Anchor;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Summary;
import dev.volta.core.wire.Quantities;
import java.util.HashMap;
import java.util.List;

/** Every measured wall time as a dot, over their box and the interval of their median: spread, modes, outliers. */
final class SpreadPlot {
    private static final int WIDTH = 880;
    private static final int LEFT = 128;
    private static final int RIGHT = 24;
    private static final double DOT = 4.5;
    private static final int ROW = 44;

    private SpreadPlot() {}

    /** @param id unique in the page */
    static String of(String id, List<Trial> measured, Summary walls) {
        var unit = TimeUnit.of(walls.median());
        var axis = Axis.over(unit.in(walls.min()), unit.in(walls.max()), 8, LEFT, WIDTH - RIGHT);
        var columns = new HashMap<Long, Integer>();
        var highest = 1;
        for (var trial : measured) {
            highest = Math.max(highest, columns.merge(column(axis, unit, trial), 1, Integer::sum));
        }
        // Stacks that would grow too tall are pressed together: dots then overlap but all stay visible.
        var pitch = Math.min(2 * DOT, 84.0 / highest);
        var stripFloor = 16 + Math.max(22, highest * pitch + DOT);
        var boxMiddle = stripFloor + 32;
        var intervalMiddle = boxMiddle + ROW;
        var floor = intervalMiddle + 22;
        var svg = new Svg(
                id,
                WIDTH,
                (int) floor + 46,
                "Spread of the wall times",
                "%d measured trials between %s and %s, median %s"
                        .formatted(
                                walls.n(),
                                Quantities.duration(walls.min()),
                                Quantities.duration(walls.max()),
                                Quantities.duration(walls.median())));
        for (var tick : axis.ticks()) {
            svg.line("grid", axis.at(tick), 8, axis.at(tick), floor);
            svg.text("tick", Anchor.MIDDLE, axis.at(tick), floor + 17, axis.label(tick));
        }
        svg.line("axis", LEFT, floor, WIDTH - RIGHT, floor);
        svg.text("label", Anchor.MIDDLE, (LEFT + WIDTH - RIGHT) / 2.0, floor + 38, "wall time (" + unit.symbol() + ")");

        svg.text("label", Anchor.END, LEFT - 14, stripFloor - 6, "trials");
        columns.clear();
        for (var i = 0; i < measured.size(); i++) {
            var trial = measured.get(i);
            var above = columns.merge(column(axis, unit, trial), 1, Integer::sum) - 1;
            svg.point(
                    walls.outliers().contains(i) ? "dot outlier" : "dot",
                    axis.at(unit.in(trial.wallNanos())),
                    stripFloor - DOT - above * pitch,
                    DOT,
                    "trial %d: %s".formatted(trial.index(), Quantities.duration(trial.wallNanos())));
        }
        box(svg, axis, unit, walls, boxMiddle);
        interval(svg, axis, unit, walls, intervalMiddle);
        return svg.end();
    }

    private static void box(Svg svg, Axis axis, TimeUnit unit, Summary walls, double y) {
        var low = axis.at(unit.in(walls.lowerQuartile()));
        var high = axis.at(unit.in(walls.upperQuartile()));
        var median = axis.at(unit.in(walls.median()));
        svg.text("label", Anchor.END, LEFT - 14, y - 2, "quartiles");
        svg.text("note", Anchor.END, LEFT - 14, y + 12, "whiskers: min, max");
        svg.line("whisker", axis.at(unit.in(walls.min())), y, axis.at(unit.in(walls.max())), y);
        svg.line("whisker", axis.at(unit.in(walls.min())), y - 6, axis.at(unit.in(walls.min())), y + 6);
        svg.line("whisker", axis.at(unit.in(walls.max())), y - 6, axis.at(unit.in(walls.max())), y + 6);
        svg.rectangle(
                "box",
                low,
                y - 12,
                Math.max(high - low, 1),
                24,
                "quartiles %s … %s"
                        .formatted(
                                Quantities.duration(walls.lowerQuartile()),
                                Quantities.duration(walls.upperQuartile())));
        svg.line("median", median, y - 15, median, y + 15);
    }

    private static void interval(Svg svg, Axis axis, TimeUnit unit, Summary walls, double y) {
        svg.text("label", Anchor.END, LEFT - 14, y - 2, "median");
        svg.text("note", Anchor.END, LEFT - 14, y + 12, "95 % interval");
        var median = axis.at(unit.in(walls.median()));
        switch (walls.interval()) {
            case MedianInterval.Found found -> {
                var low = axis.at(unit.in(found.lower()));
                var high = axis.at(unit.in(found.upper()));
                svg.line("interval", low, y, high, y);
                svg.line("interval", low, y - 6, low, y + 6);
                svg.line("interval", high, y - 6, high, y + 6);
            }
            case MedianInterval.None none -> {
                var right = median > WIDTH / 2.0;
                svg.text("note", right ? Anchor.END : Anchor.START, median + (right ? -12 : 12), y + 4, none.reason());
            }
        }
        svg.point("centre", median, y, DOT, "median " + Quantities.duration(walls.median()));
    }

    private static long column(Axis axis, TimeUnit unit, Trial trial) {
        return Math.round(axis.at(unit.in(trial.wallNanos())) / (2 * DOT));
    }
}
