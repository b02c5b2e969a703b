package dev.volta.core.report;

import dev.volta.core.config.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How measures of nodes went over time, for plots: means over slots of time. There are never more than a few hundred slots;
 * when a run outlasts them, each two become one. Not for several threads.
 */
public final class TimeSeries {
    /** The most that a plot can show. */
    private static final int SLOTS = 512;

    private static final Duration FIRST_WIDTH = Duration.ofMillis(500);
    /** For how long a value stands when no other comes. */
    private static final Duration STANDING = Duration.ofSeconds(4);

    private final Map<PlottedMeasure, Map<NodeName, Map<String, Slots>>> slots = new LinkedHashMap<>();
    private final List<PlottedMeasure> measures;
    private @Nullable Instant start;
    private Duration width = FIRST_WIDTH;

    /** @param measures one plot each, in this order */
    public TimeSeries(List<PlottedMeasure> measures) {
        this.measures = List.copyOf(measures);
    }

    List<PlottedMeasure> measures() {
        return measures;
    }

    /** The measure of what {@code series} is called, if it is plotted. */
    public Optional<PlottedMeasure> measure(String series) {
        return measures.stream()
                .filter(measure -> measure.series().equals(series))
                .findFirst();
    }

    /** The mean of a slot of time; {@code time} is the middle of the slot. */
    record Point(Instant time, double value) {}

    /**
     * Takes a value.
     *
     * @param part such as a disk or a worker; the parts of a node are added up
     */
    public void add(PlottedMeasure measure, NodeName node, String part, Instant time, double value) {
        var from = start == null ? time : start;
        start = from;
        var index = Duration.between(from, time).dividedBy(width);
        while (index >= SLOTS) {
            halve();
            index = Duration.between(from, time).dividedBy(width);
        }
        if (index >= 0) {
            slots.computeIfAbsent(measure, _ -> new TreeMap<>())
                    .computeIfAbsent(node, _ -> new TreeMap<>())
                    .computeIfAbsent(part, _ -> new Slots())
                    .add((int) index, value);
        }
    }

    /** The time of the first value; only where there is one. */
    Instant start() {
        return Objects.requireNonNull(start);
    }

    /** Behind the time of the last value. */
    Instant end() {
        var last = slots.values().stream()
                .flatMap(nodes -> nodes.values().stream())
                .flatMap(parts -> parts.values().stream())
                .mapToInt(Slots::end)
                .max()
                .orElse(0);
        return start().plus(width.multipliedBy(last));
    }

    private void halve() {
        width = width.multipliedBy(2);
        slots.values()
                .forEach(nodes -> nodes.values().forEach(parts -> parts.values().forEach(Slots::halve)));
    }

    List<NodeName> nodes(PlottedMeasure measure) {
        return List.copyOf(slots.getOrDefault(measure, Map.of()).keySet());
    }

    /** The course of a node, in pieces between which nothing is known. */
    List<List<Point>> course(PlottedMeasure measure, NodeName node) {
        var parts = slots.getOrDefault(measure, Map.of())
                .getOrDefault(node, Map.of())
                .values();
        var from = start;
        if (from == null) {
            return List.of();
        }
        var standing = (int) Math.max(1, STANDING.dividedBy(width));
        var end = parts.stream().mapToInt(Slots::end).max().orElse(0);
        var pieces = new ArrayList<List<Point>>();
        var piece = new ArrayList<Point>();
        for (int i = 0; i <= end; i++) {
            var slot = i;
            var known = parts.stream()
                    .mapToDouble(part -> part.at(slot, standing))
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            if (known.length > 0 && slot < end) {
                var middle = from.plus(width.multipliedBy(slot)).plus(width.dividedBy(2));
                piece.add(new Point(middle, Arrays.stream(known).sum()));
            } else if (!piece.isEmpty()) {
                pieces.add(List.copyOf(piece));
                piece.clear();
            }
        }
        return pieces;
    }

    private static final class Slots {
        private final double[] sums = new double[SLOTS];
        private final int[] counts = new int[SLOTS];

        void add(int index, double value) {
            sums[index] += value;
            counts[index]++;
        }

        /** Behind the last slot that has a value. */
        int end() {
            var end = SLOTS;
            while (end > 0 && counts[end - 1] == 0) {
                end--;
            }
            return end;
        }

        void halve() {
            for (int i = 0; i < SLOTS; i++) {
                var both = 2 * i + 1 < SLOTS;
                sums[i] = both ? sums[2 * i] + sums[2 * i + 1] : 0;
                counts[i] = both ? counts[2 * i] + counts[2 * i + 1] : 0;
            }
        }

        /** The mean at {@code index}, or else that of the nearest slot before it that is not too far away; NaN if none is. */
        double at(int index, int standing) {
            for (int i = index; i >= Math.max(0, index - standing); i--) {
                if (counts[i] > 0) {
                    return sums[i] / counts[i];
                }
            }
            return Double.NaN;
        }
    }
}
