package dev.volta.core.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Probabilities of several tests at once, so that the chance of any false finding stays below the level of one.
 *
 * <p>The i-th smallest of m is multiplied by m − i + 1, and none becomes smaller than one before it, nor larger than 1.
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6(2), 1979.
 */
public final class Holm {
    private Holm() {}

    /** The adjusted probabilities, in the order of {@code p}. */
    public static double[] adjusted(double... p) {
        var order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
        var adjusted = new double[p.length];
        var least = 0.0;
        for (var i = 0; i < p.length; i++) {
            least = Math.max(least, Math.min(1, (p.length - i) * p[order.get(i)]));
            adjusted[order.get(i)] = least;
        }
        return adjusted;
    }
}
