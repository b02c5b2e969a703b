package dev.volta.core.report;

import dev.volta.core.report.Svg.Anchor;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Samples of wall times, one strip above the other on one scale: which variant or node is slow, or spreads. */
final class StripPlot {
    /** As many strips as fit on a page. */
    static final int SHOWN = 48;

    private static final int WIDTH = 880;
    private static final int LEFT = 170;
    private static final int RIGHT = 24;
    private static final int TOP = 8;
    private static final int ROW = 40;
    private static final double DOT = 3.5;
    /** Dots of one strip lie on so many lines, so that equal times do not hide each other. */
    private static final int LINES = 5;

    private static final double BETWEEN_LINES = 3.5;
    /** The ratio of the greatest time to the least from which on the scale is logarithmic. */
    private static final double WIDE = 20;

    private StripPlot() {}

    /** One wall time. */
    record Dot(int trial, double nanos) {}

    /** One sample, in the order in which it was taken. */
    record Strip(String name, List<Dot> dots) {
        Strip {
            dots = List.copyOf(dots);
        }

        /** The measured trials of each variant that has some. */
        static List<Strip> ofVariants(RunRecord run) {
            return run.variantNames().stream()
                    .filter(variant -> !run.measured(variant).isEmpty())
                    .map(variant -> new Strip(
                            variant,
                            run.measured(variant).stream()
                                    .map(trial -> new Dot(trial.index(), trial.wallNanos()))
                                    .toList()))
                    .toList();
        }

        /** The wall times of the shares on each node, for each variant; empty if they have none, or all are on one node. */
        static List<Strip> ofNodes(RunRecord run) {
            var nodes = run.measured().stream()
                    .flatMap(trial -> trial.shares().stream().map(Share::node))
                    .distinct()
                    .count();
            if (nodes < 2 || !run.quantities().sharesAreWhole()) {
                return List.of();
            }
            var strips = new LinkedHashMap<String, List<Dot>>();
            for (var variant : run.variantNames()) {
                for (var trial : run.measured(variant)) {
                    for (var share : trial.shares()) {
                        share.values()
                                .get(Quantity.WALL)
                                .toOptional()
                                .ifPresent(nanos -> strips.computeIfAbsent(name(variant, share), _ -> new ArrayList<>())
                                        .add(new Dot(trial.index(), nanos)));
                    }
                }
            }
            return strips.entrySet().stream()
                    .map(strip -> new Strip(strip.getKey(), strip.getValue()))
                    .toList();
        }

        private static String name(String variant, Share share) {
            return variant.isEmpty() ? share.node().value() : variant + " on " + share.node();
        }

        private Summary summary() {
            return Sample.of(dots.stream().map(Dot::nanos).toList()).summary().orElseThrow();
        }
    }

    /**
     * @param id unique in the page
     * @param all at least one
     */
    static String of(String id, String title, List<Strip> all) {
        var strips = all.subList(0, Math.min(SHOWN, all.size()));
        var times = strips.stream()
                .flatMap(strip -> strip.dots().stream())
                .mapToDouble(Dot::nanos)
                .summaryStatistics();
        var wide = times.getMin() > 0 && times.getMax() > WIDE * times.getMin();
        var unit = TimeUnit.of(wide ? times.getMin() : times.getMax());
        var axis = wide
                ? Axis.logarithmic(unit.in(times.getMin()), unit.in(times.getMax()), 8, LEFT, WIDTH - RIGHT)
                : Axis.over(unit.in(times.getMin()), unit.in(times.getMax()), 8, LEFT, WIDTH - RIGHT);
        var floor = TOP + strips.size() * ROW + 4;
        var svg = new Svg(
                id,
                WIDTH,
                floor + 46,
                title,
                "%s with wall times between %s and %s"
                        .formatted(
                                Quantities.count(strips.size(), "strip"),
                                Quantities.duration(times.getMin()),
                                Quantities.duration(times.getMax())));
        for (var tick : axis.ticks()) {
            svg.line("grid", axis.at(tick), TOP, axis.at(tick), floor);
            svg.text("tick", Anchor.MIDDLE, axis.at(tick), floor + 17, axis.label(tick));
        }
        svg.line("axis", LEFT, floor, WIDTH - RIGHT, floor);
        svg.text(
                "label",
                Anchor.MIDDLE,
                (LEFT + WIDTH - RIGHT) / 2.0,
                floor + 38,
                "wall time (%s%s)".formatted(unit.symbol(), wide ? ", logarithmic" : ""));
        for (var i = 0; i < strips.size(); i++) {
            strip(svg, axis, unit, strips.get(i), TOP + (i + 0.5) * ROW);
        }
        return svg.end();
    }

    private static void strip(Svg svg, Axis axis, TimeUnit unit, Strip strip, double y) {
        var summary = strip.summary();
        svg.text("tick", Anchor.END, LEFT - 12, y, SharePlot.shortened(strip.name()));
        svg.text("note", Anchor.END, LEFT - 12, y + 13, "median " + Quantities.duration(summary.median()));
        var low = axis.at(unit.in(summary.lowerQuartile()));
        svg.rectangle(
                "box", low, y - 12, Math.max(axis.at(unit.in(summary.upperQuartile())) - low, 1), 24, "quartiles");
        for (var i = 0; i < strip.dots().size(); i++) {
            var dot = strip.dots().get(i);
            svg.point(
                    summary.outliers().contains(i) ? "dot outlier" : "dot",
                    axis.at(unit.in(dot.nanos())),
                    y + (i % LINES - LINES / 2) * BETWEEN_LINES,
                    DOT,
                    "%s, trial %d: %s".formatted(strip.name(), dot.trial(), Quantities.duration(dot.nanos())));
        }
        var median = axis.at(unit.in(summary.median()));
        svg.line("median", median, y - 14, median, y + 14);
        if (summary.interval() instanceof MedianInterval.Found found) {
            svg.line("interval", axis.at(unit.in(found.lower())), y + 16, axis.at(unit.in(found.upper())), y + 16);
        }
    }
}
