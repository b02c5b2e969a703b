package dev.volta.core.report;

import dev.volta.core.facts.Fact;
import dev.volta.core.statistics.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * The median of a quantity over the measured trials of a variant, as {@code run.json} has it.
 *
 * @param variant empty if the work has none
 * @param quantity its name, such as {@code wall_ns}; the median is in its unit
 * @param interval of the median at 95 %, as {@link dev.volta.core.statistics.MedianInterval} makes it
 */
record ResultMedian(String variant, String quantity, Fact<Double> median, Fact<Interval> interval) {
    static List<ResultMedian> of(RunRecord run) {
        var medians = new ArrayList<ResultMedian>();
        for (var quantity : run.quantities().results()) {
            for (var variant : run.variantNames()) {
                var summary = ResultRow.over(
                        run.measured(variant), trial -> trial.values().get(quantity));
                medians.add(
                        new ResultMedian(variant, quantity.name(), summary.map(Summary::median), interval(summary)));
            }
        }
        return medians;
    }

    private static Fact<Interval> interval(Fact<Summary> summary) {
        return switch (summary) {
            case Fact.Known<Summary>(var known) -> Interval.of(known.interval());
            case Fact.Unavailable<Summary>(var reason) -> Fact.unavailable(reason);
        };
    }
}
