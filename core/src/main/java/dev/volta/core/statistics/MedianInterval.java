package dev.volta.core.statistics;

/**
 * A nonparametric confidence interval of the median, made of two order statistics.
 *
 * <p>With B the number of values below the true median, B ~ Binomial(n, 1/2) whatever the distribution of the values, so
 * [x(j), x(n+1−j)] covers the median with probability P(j ≤ B ≤ n−j) = 1 − 2·P(B &lt; j). Taken is the largest j for which
 * this is at least the level asked for. The values must be independent. No such j exists at 95 % below n = 6, because
 * 1 − 2·2⁻ⁿ &lt; 0.95 there.
 *
 * <p>Source: J.-Y. Le Boudec, Performance Evaluation of Computer and Communication Systems (2010), theorem 2.1; T. Hoefler
 * and R. Belli, Scientific Benchmarking of Parallel Computing Systems, SC 2015, section 4.2.2.
 */
public sealed interface MedianInterval {
    /**
     * An interval that covers the median with a known probability.
     *
     * @param lower the order statistic x(rank), in the unit of the sample
     * @param upper the order statistic x(n+1−rank)
     * @param rank j, counted from 1
     * @param coverage the probability that is actually reached, at least the level that was asked for
     */
    record Found(double lower, double upper, int rank, double coverage) implements MedianInterval {}

    /** The sample is too short for any interval of this level. */
    record None(int n, int needed, double level) implements MedianInterval {
        public String reason() {
            return "a %d %% interval of the median needs %d runs, has %d".formatted(Math.round(level * 100), needed, n);
        }
    }

    /** The interval of the median of {@code ascending} at {@code level}, which lies strictly between 0 and 1. */
    static MedianInterval of(double[] ascending, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a confidence level lies between 0 and 1, not " + level);
        }
        var n = ascending.length;
        var outside = 1 - level;
        var rank = 0;
        var coverage = 0.0;
        var below = 0.0; // P(B < j)
        var logMass = -n * Math.log(2); // of B = j − 1; in logarithms, since 2⁻ⁿ is 0 beyond n = 1074
        for (var j = 1; 2 * j <= n; j++) {
            below += Math.exp(logMass);
            if (2 * below > outside) {
                break;
            }
            rank = j;
            coverage = 1 - 2 * below;
            logMass += Math.log(n - j + 1.0) - Math.log(j);
        }
        return rank == 0
                ? new None(n, runsNeeded(level), level)
                : new Found(ascending[rank - 1], ascending[n - rank], rank, coverage);
    }

    /** The least n with 1 − 2·2⁻ⁿ ≥ {@code level}: 6 at 95 %, 8 at 99 %. */
    static int runsNeeded(double level) {
        var n = 2;
        while (1 - Math.scalb(2.0, -n) < level) {
            n++;
        }
        return n;
    }
}
