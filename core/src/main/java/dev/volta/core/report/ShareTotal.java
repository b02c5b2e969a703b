package dev.volta.core.report;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.wire.Quantities;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What one part of the fleet did over the measured trials that it took part in.
 *
 * @param values sums over these trials
 * @param wallNanos of these trials
 */
record ShareTotal(String name, NodeName node, MeasuredValues values, long wallNanos) {
    /** Of the measured trials of {@code variant}. */
    static List<ShareTotal> of(RunRecord run, String variant) {
        var totals = new LinkedHashMap<String, ShareTotal>();
        for (var trial : run.measured(variant)) {
            for (var share : trial.shares()) {
                totals.merge(
                        share.name(),
                        new ShareTotal(share.name(), share.node(), share.values(), trial.wallNanos()),
                        (before, now) -> before.plus(now, run.quantities().share()));
            }
        }
        return List.copyOf(totals.values());
    }

    private ShareTotal plus(ShareTotal other, List<Quantity> quantities) {
        var sums = MeasuredValues.NONE;
        for (var quantity : quantities) {
            sums = sums.with(quantity, sum(values.get(quantity), other.values.get(quantity)));
        }
        return new ShareTotal(name, node, sums, wallNanos + other.wallNanos);
    }

    private static Fact<Double> sum(Fact<Double> one, Fact<Double> other) {
        return one instanceof Fact.Known<Double>(var here) ? other.map(there -> here + there) : one;
    }

    /** Busy time over the wall time of the trials. */
    Fact<Double> busyShare() {
        return values.get(Quantity.BUSY).map(nanos -> nanos / wallNanos);
    }

    /** A value for people: how busy it was is a share of the time. */
    Fact<String> text(Quantity quantity) {
        return quantity.equals(Quantity.BUSY)
                ? busyShare().map(Quantities::percent)
                : values.get(quantity).map(quantity.unit()::text);
    }
}
