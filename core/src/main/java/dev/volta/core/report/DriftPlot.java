package dev.volta.core.report;

import dev.volta.core.report.Svg.Anchor;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Summary;
import dev.volta.core.wire.Quantities;
import java.util.List;

/** Wall time against the order of execution, warm-up included: drift, steps, a cold first run. */
final class DriftPlot {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 294;
    private static final int LEFT = 72;
    private static final int RIGHT = 24;
    private static final int TOP = 28;
    private static final int FLOOR = HEIGHT - 48;

    private DriftPlot() {}

    /** @param id unique in the page */
    static String of(String id, List<Trial> trials, Summary walls) {
        var unit = TimeUnit.of(walls.median());
        var low = trials.stream().mapToLong(Trial::wallNanos).min().orElseThrow();
        var high = trials.stream().mapToLong(Trial::wallNanos).max().orElseThrow();
        var y = Axis.over(unit.in(low), unit.in(high), 5, FLOOR, TOP);
        var x = Axis.over(
                trials.getFirst().index(), trials.getLast().index(), Math.min(12, trials.size()), LEFT, WIDTH - RIGHT);
        var svg = new Svg(
                id,
                WIDTH,
                HEIGHT,
                "Wall time against run order",
                "%s in the order of execution, from %s to %s"
                        .formatted(
                                Quantities.count(trials.size(), "trial"),
                                Quantities.duration(low),
                                Quantities.duration(high)));
        warmup(svg, trials, x);
        for (var tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
            svg.text("tick", Anchor.END, LEFT - 8, y.at(tick) + 4, y.label(tick));
        }
        if (walls.interval() instanceof MedianInterval.Found found) {
            var top = y.at(unit.in(found.upper()));
            svg.rectangle(
                    "band",
                    LEFT,
                    top,
                    WIDTH - RIGHT - LEFT,
                    Math.max(1, y.at(unit.in(found.lower())) - top),
                    "95 % interval of the median");
        }
        var median = y.at(unit.in(walls.median()));
        svg.line("median", LEFT, median, WIDTH - RIGHT, median);
        svg.line("axis", LEFT, FLOOR, WIDTH - RIGHT, FLOOR);
        for (var tick : x.ticks()) {
            if (tick >= 1 && tick == Math.rint(tick)) {
                svg.text("tick", Anchor.MIDDLE, x.at(tick), FLOOR + 17, x.label(tick));
            }
        }
        svg.text("label", Anchor.MIDDLE, (LEFT + WIDTH - RIGHT) / 2.0, FLOOR + 38, "trial");
        svg.text("label", Anchor.START, LEFT, 14, "wall time (" + unit.symbol() + ")");
        dots(svg, trials, walls, unit, x, y);
        return svg.end();
    }

    private static void warmup(Svg svg, List<Trial> trials, Axis x) {
        var last = trials.stream()
                .filter(t -> t.phase() == Trial.Phase.WARMUP)
                .mapToInt(Trial::index)
                .max();
        if (last.isPresent()) {
            var end = Math.min(x.at(last.getAsInt() + 0.5), WIDTH - RIGHT);
            svg.rectangle("shade", LEFT, TOP, end - LEFT, FLOOR - TOP, "warm-up");
            svg.text("note", Anchor.START, LEFT + 6, TOP + 14, "warm-up");
        }
    }

    private static void dots(Svg svg, List<Trial> trials, Summary walls, TimeUnit unit, Axis x, Axis y) {
        var radius = trials.size() > 200 ? 2.5 : 4.5;
        var measured = 0;
        for (var trial : trials) {
            var style = "dot hollow";
            if (trial.phase() == Trial.Phase.MEASURED) {
                style = walls.outliers().contains(measured) ? "dot outlier" : "dot";
                measured++;
            }
            svg.point(
                    style,
                    x.at(trial.index()),
                    y.at(unit.in(trial.wallNanos())),
                    radius,
                    "trial %d (%s): %s"
                            .formatted(trial.index(), trial.phase().word(), Quantities.duration(trial.wallNanos())));
        }
    }
}
