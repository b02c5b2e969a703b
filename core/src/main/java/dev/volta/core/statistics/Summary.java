package dev.volta.core.statistics;

import java.util.List;

/**
 * What describes one sample, in the unit of the sample.
 *
 * @param n number of values, at least 1
 * @param lowerQuartile the 0.25 quantile, median-unbiased (definition 8 of Hyndman and Fan, Sample Quantiles in
 *     Statistical Packages, The American Statistician 50(4), 1996)
 * @param upperQuartile the 0.75 quantile, likewise
 * @param mad median of |x − median|, not scaled
 * @param interval of the median at 95 %
 * @param outliers indices, in the order of taking, of values with |x − median| &gt; 14.826 MAD: ten standard deviations of a
 *     normal distribution, the rule of Iglewicz and Hoaglin (1993) with the threshold that hyperfine uses. They stay in
 *     every figure here. Where more than half of the values are equal the MAD is 0 and every other value is flagged
 * @param autocorrelation at lag 1
 */
public record Summary(
        int n,
        double median,
        double mean,
        double min,
        double max,
        double lowerQuartile,
        double upperQuartile,
        double mad,
        MedianInterval interval,
        List<Integer> outliers,
        Autocorrelation autocorrelation) {
    public Summary {
        outliers = List.copyOf(outliers);
    }
}
