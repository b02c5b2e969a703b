package dev.volta.core.statistics;

/**
 * The averages (dᵢ + dⱼ)/2 of all pairs i ≤ j of n numbers, in ascending order. They are n(n+1)/2 and never listed: how many
 * are at most x is counted in one pass over the sorted numbers, and an order statistic is found by halving the doubles
 * between the least and the greatest number.
 */
final class WalshAverages {
    private final double[] ascending;

    /** @param ascending at least one number */
    WalshAverages(double[] ascending) {
        this.ascending = ascending;
    }

    long size() {
        return (long) ascending.length * (ascending.length + 1) / 2;
    }

    /** How many are at most {@code x}. */
    long atMost(double x) {
        var count = 0L;
        var high = ascending.length - 1;
        for (var low = 0; low <= high; low++) {
            while (high >= low && (ascending[low] + ascending[high]) / 2 > x) {
                high--;
            }
            count += high - low + 1;
        }
        return count;
    }

    /** The order statistic of {@code rank}, counted from 1. */
    double get(long rank) {
        var below = ordered(ascending[0]) - 1;
        var found = ordered(ascending[ascending.length - 1]);
        while (below + 1 < found) {
            // Half way without their sum or difference, which may be too large for a long.
            var middle = (below & found) + ((below ^ found) >> 1);
            if (atMost(number(middle)) >= rank) {
                found = middle;
            } else {
                below = middle;
            }
        }
        return number(found);
    }

    double median() {
        return (get((size() + 1) / 2) + get(size() / 2 + 1)) / 2;
    }

    /** The place of a number among all doubles: of two numbers the smaller one has the smaller place. */
    private static long ordered(double number) {
        var bits = Double.doubleToLongBits(number + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static double number(long ordered) {
        return Double.longBitsToDouble(ordered ^ (ordered >> 63 & Long.MAX_VALUE)) + 0.0;
    }
}
