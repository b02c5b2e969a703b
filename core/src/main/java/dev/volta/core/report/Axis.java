package dev.volta.core.report;

import java.util.List;

/** A scale from values to positions, with ticks at round numbers. */
sealed interface Axis permits LinearAxis, LogAxis {
    /** Where {@code value} lies. */
    double at(double value);

    List<Double> ticks();

    /** A tick with as many decimals as tell it from its neighbour. */
    String label(double tick);

    /** A linear scale that shows [min, max] between the positions {@code from} and {@code to}; it need not show zero. */
    static Axis over(double min, double max, int wanted, double from, double to) {
        return LinearAxis.over(min, max, wanted, from, to);
    }

    /** A linear scale that shows [0, max]. */
    static Axis fromZero(double max, int wanted, double from, double to) {
        return LinearAxis.fromZero(max, wanted, from, to);
    }

    /** A logarithmic scale that shows [min, max], which are positive. */
    static Axis logarithmic(double min, double max, int wanted, double from, double to) {
        return LogAxis.over(min, max, wanted, from, to);
    }
}
