package dev.volta.core.report;

import dev.volta.core.statistics.Autocorrelation;
import dev.volta.core.statistics.MedianInterval;
import dev.volta.core.statistics.Sample;
import dev.volta.core.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the trials of a run themselves give reason to doubt. */
public final class Cautions {
    private static final double SHORT_NANOS = 50e6;
    /** Robust standard deviations, and the share of the median, by which a first run must stand out. */
    private static final double FIRST_RUN_SIGMAS = 3;

    private static final double FIRST_RUN_SHARE = 0.05;
    private static final double MADS_PER_SIGMA = 1.4826;

    private Cautions() {}

    /** The warnings that follow from {@code trials} and {@code work}; the run adds those that only it can know. */
    public static List<Caution> of(List<Trial> trials, WorkloadSummary work) {
        var found = new ArrayList<Caution>();
        var measured =
                trials.stream().filter(t -> t.phase() == Trial.Phase.MEASURED).toList();
        var walls = Sample.of(measured.stream().map(t -> (double) t.wallNanos()).toList());
        walls.summary()
                .ifPresentOrElse(
                        summary -> ofTimes(measured, summary, found),
                        () -> found.add(new Caution(Warning.NOTHING_MEASURED, "no measured trial ended")));
        if (work.files() > 0 && work.bytes() == 0) {
            found.add(new Caution(Warning.NO_BYTES, counted(work.files(), "file") + " without a single byte"));
        }
        if (work.failures() > 0) {
            found.add(
                    new Caution(Warning.FAILURES_EXCLUDED, counted(work.failures(), "file") + " could not be hashed"));
        }
        var requeued = measured.stream().mapToLong(Trial::requeued).sum();
        if (requeued > 0) {
            found.add(new Caution(
                    Warning.PIECES_REQUEUED, counted(requeued, "piece") + " had to be handed out a second time"));
        }
        for (var reason : Phrases.cpuMissing(measured)) {
            found.add(new Caution(Warning.CPU_UNAVAILABLE, reason));
        }
        return found;
    }

    private static void ofTimes(List<Trial> measured, Summary walls, List<Caution> found) {
        if (walls.interval() instanceof MedianInterval.None none) {
            found.add(new Caution(Warning.TOO_FEW_RUNS, none.reason()));
        }
        if (walls.median() < SHORT_NANOS) {
            found.add(new Caution(Warning.SHORT_RUNS, "the median run took " + Quantities.duration(walls.median())));
        }
        if (!walls.outliers().isEmpty()) {
            var indices = walls.outliers().stream()
                    .map(i -> String.valueOf(measured.get(i).index()))
                    .collect(Collectors.joining(", "));
            found.add(new Caution(
                    Warning.OUTLIERS,
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
            found.add(new Caution(
                    Warning.FIRST_RUN_SLOWEST,
                    "the first measured run took %s, the median %s"
                            .formatted(Quantities.duration(first), Quantities.duration(walls.median()))));
        }
        if (walls.autocorrelation() instanceof Autocorrelation.Found correlation && correlation.present()) {
            found.add(new Caution(
                    Warning.AUTOCORRELATED,
                    String.format(
                            Locale.ROOT,
                            "runs depend on the run before: lag-1 autocorrelation %.2f, expected within ±%.2f",
                            correlation.lag1(),
                            correlation.bound())));
        }
    }

    private static String counted(long number, String noun) {
        return Quantities.count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
