package dev.volta.core.statistics;

import java.util.Arrays;

/**
 * How many times as large one quantity is as another, both measured once in each of several blocks.
 *
 * <p>With d the difference of the natural logarithms in each block, the ratio is exp of the median of the Walsh averages
 * (dᵢ + dⱼ)/2, i ≤ j, which are M = n(n+1)/2 (the estimator of Hodges and Lehmann). Its interval goes from the k-th Walsh
 * average to the (M+1−k)-th, with the largest k for which 1 − 2·P(T ≤ k−1) is at least the level, T the signed rank
 * statistic of Wilcoxon. What a whole block shares, such as a slow minute, cancels in d. The differences must be
 * independent and symmetric around their median. At 95 % there is no interval below n = 6.
 *
 * <p>Source: J. L. Hodges and E. L. Lehmann, Estimates of location based on rank tests, Annals of Mathematical Statistics
 * 34(2), 1963; M. Hollander, D. A. Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd edition (2014), sections 3.1 to
 * 3.3.
 */
public final class PairedRatio {
    /** The level of intervals in reports. */
    public static final double LEVEL = Sample.LEVEL;

    private final double[] differences;
    private final WalshAverages averages;
    private final SignedRank ranks;

    private PairedRatio(double[] differences) {
        this.differences = differences;
        var ascending = differences.clone();
        Arrays.sort(ascending);
        averages = new WalshAverages(ascending);
        ranks = SignedRank.of(differences.length);
    }

    /** The ratio of {@code values} to {@code baseline}: positive numbers, one of each in every block, at least one block. */
    public static PairedRatio of(double[] baseline, double[] values) {
        if (baseline.length != values.length || values.length == 0) {
            throw new IllegalArgumentException("no pairs: %d and %d values".formatted(baseline.length, values.length));
        }
        var differences = new double[values.length];
        for (var block = 0; block < values.length; block++) {
            differences[block] = Math.log(values[block]) - Math.log(baseline[block]);
            if (!Double.isFinite(differences[block])) {
                throw new IllegalArgumentException("no ratio of %s to %s".formatted(values[block], baseline[block]));
            }
        }
        return new PairedRatio(differences);
    }

    public int blocks() {
        return differences.length;
    }

    /** The point estimate. */
    public double ratio() {
        return Math.exp(averages.median());
    }

    public RatioInterval interval(double level) {
        var rank = ranks.rank(level);
        return rank == 0
                ? new RatioInterval.None(blocks(), blocksNeeded(1 - level), level)
                : new RatioInterval.Found(
                        Math.exp(averages.get(rank)),
                        Math.exp(averages.get(averages.size() + 1 - rank)),
                        rank,
                        1 - 2 * ranks.atMost(rank - 1));
    }

    /**
     * The two-sided probability of values as far from a ratio of {@code bound} as these, if that were the true one. It is at
     * most 1 − level exactly if the interval of that level lies above the bound, or at or below it.
     */
    public double p(double bound) {
        return Math.min(1, 2 * Math.min(ranks.atMost(atMost(bound)), ranks.atMost(averages.size() - atMost(bound))));
    }

    /** Whether most speaks for a ratio above {@code bound}. */
    public boolean above(double bound) {
        return 2 * atMost(bound) < averages.size();
    }

    /** Of the differences, in the order of the blocks. */
    public Autocorrelation autocorrelation() {
        return Autocorrelation.of(differences);
    }

    /** The least number of blocks of which {@link #p} can be as small as {@code p}: 6 for 0.05, 7 for 0.025. */
    public static int blocksNeeded(double p) {
        return MedianInterval.runsNeeded(1 - p);
    }

    private long atMost(double bound) {
        return averages.atMost(Math.log(bound));
    }
}
