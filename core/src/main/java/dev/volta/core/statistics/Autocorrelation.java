package dev.volta.core.statistics;

import java.util.Locale;

/**
 * How much each value tells about the next one.
 *
 * <p>r₁ = Σ(xₜ − x̄)(xₜ₊₁ − x̄) / Σ(xₜ − x̄)². Of independent values |r₁| stays below 1.96/√n in about 95 % of samples
 * (Bartlett's approximation; Box and Jenkins, Time Series Analysis, chapter 2). A sample beyond the bound is not
 * independent, and every interval that assumes independence is too narrow for it.
 */
public sealed interface Autocorrelation {
    /** The bound is asymptotic; below this many values it says little. */
    int RUNS_NEEDED = 10;

    /**
     * An estimate with the bound it is judged by.
     *
     * @param lag1 r₁, between −1 and 1
     * @param bound 1.96/√n
     */
    record Found(double lag1, double bound) implements Autocorrelation {
        public boolean present() {
            return Math.abs(lag1) > bound;
        }

        /** {@code lag-1 autocorrelation 0.70, expected within ±0.62}. */
        public String text() {
            return String.format(Locale.ROOT, "lag-1 autocorrelation %.2f, expected within ±%.2f", lag1, bound);
        }
    }

    /** The sample has no meaningful autocorrelation. */
    record None(String reason) implements Autocorrelation {}

    /** The lag-1 autocorrelation of {@code values} in the order in which they were taken. */
    static Autocorrelation of(double[] values) {
        var n = values.length;
        if (n < RUNS_NEEDED) {
            return new None("needs %d runs, has %d".formatted(RUNS_NEEDED, n));
        }
        var mean = 0.0;
        for (var value : values) {
            mean += value / n;
        }
        var products = 0.0;
        var squares = 0.0;
        for (var t = 0; t < n; t++) {
            var deviation = values[t] - mean;
            squares += deviation * deviation;
            if (t + 1 < n) {
                products += deviation * (values[t + 1] - mean);
            }
        }
        return Sample.allEqual(values)
                ? new None("all runs took the same time")
                : new Found(products / squares, 1.96 / Math.sqrt(n));
    }
}
