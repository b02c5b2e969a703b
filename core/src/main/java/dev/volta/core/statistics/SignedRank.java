package dev.volta.core.statistics;

/**
 * The distribution of Wilcoxon's signed rank statistic T of n independent differences that are symmetric around zero.
 *
 * <p>T is the sum of the ranks 1 … n of |d| over the positive differences, so P(T = t) is the number of subsets of
 * {1 … n} with the sum t, over 2ⁿ. Up to n = 50 it is counted; beyond, T is taken as normal with mean n(n+1)/4 and variance
 * n(n+1)(2n+1)/24, with the correction of continuity.
 *
 * <p>Source: F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1(6), 1945; M. Hollander, D. A.
 * Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd edition (2014), section 3.1.
 */
final class SignedRank {
    private static final int EXACT = 50;

    private final int n;
    private final double[] atMost;

    private SignedRank(int n, double[] atMost) {
        this.n = n;
        this.atMost = atMost;
    }

    static SignedRank of(int n) {
        return new SignedRank(n, n > EXACT ? new double[0] : counted(n));
    }

    private static double[] counted(int n) {
        var chance = new double[n * (n + 1) / 2 + 1];
        chance[0] = 1;
        for (var rank = 1; rank <= n; rank++) {
            for (var sum = rank * (rank + 1) / 2; sum >= 0; sum--) {
                chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
            }
        }
        for (var sum = 1; sum < chance.length; sum++) {
            chance[sum] += chance[sum - 1];
        }
        return chance;
    }

    /** The largest value of T. */
    long most() {
        return (long) n * (n + 1) / 2;
    }

    /** P(T ≤ t). */
    double atMost(long t) {
        if (t < 0) {
            return 0;
        }
        if (t >= most()) {
            return 1;
        }
        if (n <= EXACT) {
            return atMost[(int) t];
        }
        var mean = most() / 2.0;
        return normal((t + 0.5 - mean) / Math.sqrt(mean * (2 * n + 1) / 6));
    }

    /** The largest k ≥ 1 with 1 − 2·P(T ≤ k−1) ≥ {@code level}; 0 if there is none. */
    long rank(double level) {
        var reached = 0L;
        var missed = most() / 2 + 1;
        while (missed - reached > 1) {
            var middle = (reached + missed) / 2;
            if (1 - 2 * atMost(middle - 1) >= level) {
                reached = middle;
            } else {
                missed = middle;
            }
        }
        return reached;
    }

    /** Φ(x), by the series of G. Marsaglia, Evaluating the Normal Distribution, Journal of Statistical Software 11(4), 2004. */
    private static double normal(double x) {
        if (Math.abs(x) > 8) {
            return x < 0 ? 0 : 1;
        }
        var sum = x;
        var term = x;
        for (var i = 3; sum + term != sum; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
