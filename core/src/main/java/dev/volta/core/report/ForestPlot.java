package dev.volta.core.report;

import dev.volta.core.facts.Fact;
import dev.volta.core.report.Svg.Anchor;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The ratios of variants to their baseline with their intervals, on a logarithmic scale: is one of them worse? */
final class ForestPlot {
    private static final int WIDTH = 880;
    private static final int LEFT = 170;
    private static final int RIGHT = 628;
    private static final int TEXT = 644;
    private static final int TOP = 26;
    private static final int ROW = 34;
    private static final double DOT = 4.5;

    private ForestPlot() {}

    /** @param comparisons at least one, all with one baseline and one margin */
    static String of(List<Comparison> comparisons) {
        var baseline = comparisons.getFirst().baseline();
        var limit = 1 + comparisons.getFirst().margin();
        var axis = axis(comparisons, limit);
        var floor = TOP + comparisons.size() * ROW + 8;
        var svg = new Svg(
                "forest",
                WIDTH,
                floor + 46,
                "Ratios of wall times to " + baseline,
                String.join(
                        "; ",
                        comparisons.stream()
                                .map(comparison -> "%s: %s, 95 %% interval %s, %s"
                                        .formatted(
                                                comparison.variant(),
                                                comparison.ratioText(),
                                                comparison.intervalText(),
                                                comparison.verdict().word()))
                                .toList()));
        svg.rectangle("beyond", axis.at(limit), TOP, RIGHT - axis.at(limit), floor - TOP, "worse than the margin");
        for (var tick : axis.ticks()) {
            svg.line("grid", axis.at(tick), TOP, axis.at(tick), floor);
            svg.text("tick", Anchor.MIDDLE, axis.at(tick), floor + 17, axis.label(tick));
        }
        svg.line("whisker", axis.at(1), TOP, axis.at(1), floor);
        svg.line("limit", axis.at(limit), TOP, axis.at(limit), floor);
        svg.text("note", Anchor.END, axis.at(1) - 4, TOP - 8, "equal");
        svg.text("note", Anchor.START, axis.at(limit) + 4, TOP - 8, "above " + Comparison.limit() + ": worse");
        svg.line("axis", LEFT, floor, RIGHT, floor);
        svg.text(
                "label",
                Anchor.MIDDLE,
                (LEFT + RIGHT) / 2.0,
                floor + 38,
                "wall time, relative to " + SharePlot.shortened(baseline));
        for (var i = 0; i < comparisons.size(); i++) {
            row(svg, axis, comparisons.get(i), TOP + (i + 0.5) * ROW + 4);
        }
        return svg.end();
    }

    private static Axis axis(List<Comparison> comparisons, double limit) {
        var shown = Stream.concat(
                        Stream.of(1.0, limit),
                        comparisons.stream()
                                .flatMap(comparison -> Stream.of(
                                                comparison.ratio(),
                                                comparison.interval().map(Interval::lower),
                                                comparison.interval().map(Interval::upper))
                                        .flatMap(fact -> fact.toOptional().stream())))
                .flatMapToDouble(DoubleStream::of)
                .summaryStatistics();
        return Axis.logarithmic(shown.getMin(), shown.getMax(), 6, LEFT, RIGHT);
    }

    private static void row(Svg svg, Axis axis, Comparison comparison, double y) {
        var style = comparison.verdict().word().replace(' ', '-');
        svg.text("tick", Anchor.END, LEFT - 12, y + 4, SharePlot.shortened(comparison.variant()));
        comparison.interval().toOptional().ifPresent(interval -> {
            var low = axis.at(interval.lower());
            var high = axis.at(interval.upper());
            svg.line("ratio " + style, low, y, high, y);
            svg.line("ratio " + style, low, y - 6, low, y + 6);
            svg.line("ratio " + style, high, y - 6, high, y + 6);
        });
        switch (comparison.ratio()) {
            case Fact.Known<Double>(var ratio) -> {
                svg.point(style, axis.at(ratio), y, DOT, "%s: %s".formatted(comparison.variant(), comparison.reason()));
                svg.text("tick", Anchor.START, TEXT, y - 2, ratioAndInterval(comparison));
                svg.text(
                        "verdict-word " + style,
                        Anchor.START,
                        TEXT,
                        y + 12,
                        comparison.verdict().word());
            }
            case Fact.Unavailable<Double>(var reason) ->
                svg.text("note", Anchor.START, TEXT, y + 4, "unavailable: " + reason);
        }
    }

    private static String ratioAndInterval(Comparison comparison) {
        return comparison.interval().toOptional().isPresent()
                ? "%s  (%s)".formatted(comparison.ratioText(), comparison.intervalText())
                : comparison.ratioText();
    }
}
