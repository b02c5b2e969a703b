package dev.volta.core.report;

import dev.volta.core.report.Svg.Anchor;
import dev.volta.core.report.TimeSeries.Point;
import dev.volta.core.wire.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One measure of the nodes against time, with the trials behind it. */
final class CoursePlot {
    /** As many lines as colours that can be told from each other. */
    static final int SHOWN = 6;

    private static final int WIDTH = 880;
    private static final int HEIGHT = 214;
    private static final int LEFT = 72;
    private static final int RIGHT = WIDTH - 24;
    private static final int TOP = 30;
    private static final int FLOOR = HEIGHT - 44;
    private static final double LEGEND = 110;
    private static final double LEAST_LABEL = 18;

    private final Svg svg;
    private final Axis x;
    private final Instant start;

    private CoursePlot(Svg svg, Axis x, Instant start) {
        this.svg = svg;
        this.x = x;
        this.start = start;
    }

    static String of(TimeSeries courses, PlottedMeasure measure, List<Trial> trials) {
        var nodes = courses.nodes(measure).stream().limit(SHOWN).toList();
        var points = nodes.stream()
                .flatMap(node -> courses.course(measure, node).stream())
                .flatMap(List::stream)
                .toList();
        var start = courses.start();
        var seconds = Duration.between(start, courses.end()).toNanos() / 1e9;
        var max = points.stream().mapToDouble(Point::value).max().orElse(0);
        var unit = AxisUnit.of(measure, max);
        var time = TimeUnit.of(Math.max(1e9, seconds * 1e9));
        var x = Axis.fromZero(Math.max(seconds, 1), 10, LEFT, RIGHT);
        var ticks = Axis.fromZero(time.in(Math.max(seconds, 1) * 1e9), 10, LEFT, RIGHT);
        var y = Axis.fromZero(max / unit.size(), 4, FLOOR, TOP);
        var svg = new Svg(
                "course-" + measure.id(),
                WIDTH,
                HEIGHT,
                measure.title() + " over time",
                "%s over %s, at most %s"
                        .formatted(
                                Quantities.count(nodes.size(), "node"),
                                Quantities.duration(seconds * 1e9),
                                measure.text(max)));
        var plot = new CoursePlot(svg, x, start);
        trials.forEach(plot::trial);
        for (var tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), RIGHT, y.at(tick));
            svg.text("tick", Anchor.END, LEFT - 8, y.at(tick) + 4, y.label(tick));
        }
        svg.line("axis", LEFT, FLOOR, RIGHT, FLOOR);
        for (var tick : ticks.ticks()) {
            svg.text("tick", Anchor.MIDDLE, ticks.at(tick), FLOOR + 17, ticks.label(tick));
        }
        svg.text("label", Anchor.MIDDLE, (LEFT + RIGHT) / 2.0, FLOOR + 36, "time (" + time.symbol() + ")");
        svg.text("label", Anchor.START, LEFT, 14, unit.symbol());
        for (int i = 0; i < nodes.size(); i++) {
            var name = nodes.get(i).value();
            for (var piece : courses.course(measure, nodes.get(i))) {
                var line = piece.stream()
                        .map(point -> new double[] {plot.at(point.time()), y.at(point.value() / unit.size())})
                        .toList();
                svg.path("course course-" + i, line, name);
            }
            if (nodes.size() > 1) {
                var right = RIGHT - (nodes.size() - 1 - i) * LEGEND;
                svg.text("tick course-" + i, Anchor.END, right, 14, shortened(name));
            }
        }
        return svg.end();
    }

    private double at(Instant time) {
        return x.at(Duration.between(start, time).toNanos() / 1e9);
    }

    private void trial(Trial trial) {
        var from = Math.max(LEFT, at(trial.startedAt()));
        var to = Math.min(RIGHT, at(trial.startedAt().plusNanos(trial.wallNanos())));
        if (to <= from) {
            return;
        }
        svg.rectangle(
                trial.phase() == Trial.Phase.WARMUP ? "shade" : "trial",
                from,
                TOP,
                to - from,
                FLOOR - TOP,
                "trial %d (%s)".formatted(trial.index(), trial.phase().word()));
        svg.line("boundary", from, TOP, from, FLOOR);
        if (to - from >= LEAST_LABEL) {
            svg.text("note", Anchor.START, from + 2, TOP - 4, String.valueOf(trial.index()));
        }
    }

    private static String shortened(String name) {
        return name.length() <= 15 ? name : "…" + name.substring(name.length() - 14);
    }

    /** The unit in which a plot writes its values. */
    private record AxisUnit(String symbol, double size) {
        private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

        static AxisUnit of(PlottedMeasure measure, double max) {
            var power = 0;
            var size = 1.0;
            while (power < BYTES.size() - 1 && max >= size * 1024) {
                size *= 1024;
                power++;
            }
            return switch (measure.scale()) {
                case SHARE -> new AxisUnit("%", 0.01);
                case BYTES -> new AxisUnit(BYTES.get(power), size);
                case BYTES_PER_SECOND -> new AxisUnit(BYTES.get(power) + "/s", size);
            };
        }
    }
}
