package dev.volta.core.statistics;

import java.util.Arrays;

/**
 * Whether values go up or down in the order in which they were taken.
 *
 * <p>S counts the pairs i &lt; j that rise less those that fall. Of values without a trend S has mean 0 and variance
 * (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18, t the sizes of groups of equal values; (|S| − 1)/√variance is compared with 1.96, the
 * two-sided 5 % of the normal distribution. The slope is the median of (xⱼ − xᵢ)/(j − i) over all pairs.
 *
 * <p>Sources: H. B. Mann, Nonparametric tests against trend, Econometrica 13, 1945; M. G. Kendall, Rank Correlation Methods,
 * 1975 (ties, continuity); P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63, 1968.
 */
public sealed interface Trend {
    /** Below this many values the normal distribution says little of S. */
    int RUNS_NEEDED = 6;

    /** The two-sided 5 % of the normal distribution. */
    double CRITICAL = 1.96;

    /**
     * A sample with a trend.
     *
     * @param change slope · (n − 1), from the first value to the last, in the unit of the sample
     * @param z of the test, with the sign of S
     */
    record Found(double change, double z) implements Trend {}

    /** Nothing speaks for a trend, or there are too few values to tell. */
    record None() implements Trend {}

    /** The trend of {@code values} in the order in which they were taken. */
    static Trend of(double[] values) {
        var n = values.length;
        if (n < RUNS_NEEDED) {
            return new None();
        }
        var s = 0;
        var slopes = new double[n * (n - 1) / 2];
        var pairs = 0;
        for (var i = 0; i < n; i++) {
            for (var j = i + 1; j < n; j++) {
                s += (int) Math.signum(values[j] - values[i]);
                slopes[pairs++] = (values[j] - values[i]) / (j - i);
            }
        }
        var z = (s - Math.signum(s)) / Math.sqrt(variance(values));
        Arrays.sort(slopes);
        var slope = (slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2;
        return Math.abs(z) > CRITICAL ? new Found(slope * (n - 1), z) : new None();
    }

    private static double variance(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        var sum = term(sorted.length);
        for (var from = 0; from < sorted.length; ) {
            var to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            sum -= term(to - from);
            from = to;
        }
        return sum / 18;
    }

    private static double term(int n) {
        return (double) n * (n - 1) * (2L * n + 5);
    }
}
