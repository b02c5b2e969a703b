package dev.volta.core.report;

import dev.volta.core.statistics.Autocorrelation;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import dev.volta.core.statistics.Trend;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What the trials of a run themselves give reason to doubt. */
public final class TrialWarnings {
    private static final double SHORT_NANOS = 50e6;
    /** Robust standard deviations, and the share of the median, by which a first run must stand out. */
    private static final double FIRST_RUN_SIGMAS = 3;

    private static final double FIRST_RUN_SHARE = 0.05;
    /** The share of the median by which the time must change from the first run to the last to be called a trend. */
    private static final double TREND_SHARE = 0.05;

    /** The share of the median above which half of its confidence interval is called wide. */
    private static final double WIDE_SHARE = 0.15;

    private static final double MADS_PER_SIGMA = 1.4826;

    private TrialWarnings() {}

    /**
     * The warnings that follow from {@code trials}; the run and its work add those that only they can know. Each variant is
     * judged by itself; the same warning of several variants is raised once, with their names before what was seen.
     */
    public static List<RaisedWarning> of(List<Trial> trials) {
        if (trials.stream().allMatch(trial -> trial.variant().isEmpty())) {
            return ofVariant(trials);
        }
        var variants =
                trials.stream().collect(Collectors.groupingBy(Trial::variant, LinkedHashMap::new, Collectors.toList()));
        var details = new LinkedHashMap<RaisedWarning, String>();
        variants.forEach((variant, own) -> ofVariant(own)
                .forEach(found -> details.merge(
                        new RaisedWarning(found.warning(), "", found.advice()),
                        variant + ": " + found.detail(),
                        (before, more) -> before + "; " + more)));
        return details.entrySet().stream()
                .map(kind -> new RaisedWarning(
                        kind.getKey().warning(), kind.getValue(), kind.getKey().advice()))
                .toList();
    }

    private static List<RaisedWarning> ofVariant(List<Trial> trials) {
        var found = new ArrayList<RaisedWarning>();
        var measured =
                trials.stream().filter(t -> t.phase() == Trial.Phase.MEASURED).toList();
        var walls = Sample.of(measured.stream().map(t -> (double) t.wallNanos()).toList());
        var warmups = trials.size() - measured.size();
        walls.summary()
                .ifPresentOrElse(
                        summary -> {
                            ofTimes(measured, warmups, summary, found);
                            ofTrend(walls, summary.median(), found);
                        },
                        () -> found.add(new RaisedWarning(RunWarning.NOTHING_MEASURED, "no measured trial ended")));
        for (var reason : Phrases.missing(measured, Quantity.CPU)) {
            found.add(new RaisedWarning(RunWarning.CPU_UNAVAILABLE, reason));
        }
        return found;
    }

    private static void ofTrend(Sample walls, double median, List<RaisedWarning> found) {
        if (Trend.of(walls.values()) instanceof Trend.Found trend && Math.abs(trend.change()) > TREND_SHARE * median) {
            found.add(new RaisedWarning(
                    RunWarning.TREND,
                    "runs became %s: by %s, or %s of the median, from the first to the last"
                            .formatted(
                                    trend.change() > 0 ? "slower" : "faster",
                                    Quantities.duration(Math.abs(trend.change())),
                                    Quantities.percent(Math.abs(trend.change()) / median))));
        }
    }

    private static void ofTimes(List<Trial> measured, int warmups, Summary walls, List<RaisedWarning> found) {
        switch (walls.interval()) {
            case MedianInterval.None none -> found.add(new RaisedWarning(RunWarning.TOO_FEW_RUNS, none.reason()));
            case MedianInterval.Found interval -> {
                var share = (interval.upper() - interval.lower()) / 2 / walls.median();
                if (share > WIDE_SHARE) {
                    found.add(new RaisedWarning(
                            RunWarning.WIDE_INTERVAL,
                            "the interval of the median wall time is ±" + Quantities.percent(share) + " wide"));
                }
            }
        }
        if (walls.median() < SHORT_NANOS) {
            found.add(new RaisedWarning(
                    RunWarning.SHORT_RUNS, "the median run took " + Quantities.duration(walls.median())));
        }
        if (!walls.outliers().isEmpty()) {
            var indices = walls.outliers().stream()
                    .map(i -> String.valueOf(measured.get(i).index()))
                    .collect(Collectors.joining(", "));
            found.add(new RaisedWarning(
                    RunWarning.OUTLIERS,
                    "%s %s more than 14.8 MAD from the median"
                            .formatted(
                                    walls.outliers().size() == 1 ? "trial " + indices : "trials " + indices,
                                    walls.outliers().size() == 1 ? "lies" : "lie")));
        }
        var first = (double) measured.getFirst().wallNanos();
        if (walls.n() > 2
                && first == walls.max()
                && first - walls.median() > FIRST_RUN_SIGMAS * MADS_PER_SIGMA * walls.mad()
                && first - walls.median() > FIRST_RUN_SHARE * walls.median()) {
            found.add(new RaisedWarning(
                    RunWarning.FIRST_RUN_SLOWEST,
                    "the first measured run took %s, the median %s"
                            .formatted(Quantities.duration(first), Quantities.duration(walls.median())),
                    "The caches were probably cold at first. Use --warmup " + (warmups + 1)
                            + ", or make every run cold."));
        }
        if (walls.autocorrelation() instanceof Autocorrelation.Found correlation && correlation.present()) {
            found.add(new RaisedWarning(
                    RunWarning.AUTOCORRELATED, "runs depend on the run before: " + correlation.text()));
        }
    }
}
