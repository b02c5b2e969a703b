package dev.volta.core.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** Finite numbers of one unit, in the order in which they were taken. */
public final class Sample {
    static final double LEVEL = 0.95;
    private static final double OUTLIER_MADS = 14.826;

    private final double[] values;

    private Sample(double[] values) {
        this.values = values;
    }

    public static Sample of(double... values) {
        for (var value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(value + " is no measurement");
            }
        }
        return new Sample(values.clone());
    }

    public static Sample of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public int size() {
        return values.length;
    }

    /** The values in the order in which they were taken. */
    public double[] values() {
        return values.clone();
    }

    /** The standard deviation, of n − 1 degrees of freedom; empty of fewer than two values. */
    public OptionalDouble deviation() {
        return values.length < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(StandardDeviation.of(values).getAsDouble());
    }

    /** The figures of this sample; empty of an empty sample, which has none. */
    public Optional<Summary> summary() {
        if (values.length == 0) {
            return Optional.empty();
        }
        var sorted = values.clone();
        Arrays.sort(sorted);
        var median = Median.withDefaults().evaluate(sorted.clone());
        var deviations = Arrays.stream(values).map(x -> Math.abs(x - median)).toArray();
        var mad = Median.withDefaults().evaluate(deviations.clone());
        var quartiles =
                Quantile.withDefaults().with(EstimationMethod.HF8).evaluate(sorted.clone(), new double[] {0.25, 0.75});
        return Optional.of(new Summary(
                values.length,
                median,
                Mean.of(values).getAsDouble(),
                sorted[0],
                sorted[sorted.length - 1],
                quartiles[0],
                quartiles[1],
                mad,
                MedianInterval.of(sorted, LEVEL),
                outliers(deviations, mad),
                Autocorrelation.of(values)));
    }

    private static List<Integer> outliers(double[] deviations, double mad) {
        var found = new ArrayList<Integer>();
        for (var i = 0; i < deviations.length; i++) {
            if (deviations[i] > OUTLIER_MADS * mad) {
                found.add(i);
            }
        }
        return found;
    }

    static boolean allEqual(double[] values) {
        return Arrays.stream(values).distinct().count() < 2;
    }
}
