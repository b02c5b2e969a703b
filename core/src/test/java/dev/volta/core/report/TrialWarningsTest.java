package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.volta.core.facts.Fact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialWarningsTest {
    private static List<String> warnings(List<Trial> trials) {
        return TrialWarnings.of(trials).stream().map(RaisedWarning::warning).toList();
    }

    @Test
    void findsNothingWrongWithACalmRun() {
        assertThat(warnings(Runs.trials(101, 100, 103, 100, 99, 102))).isEmpty();
    }

    @Test
    void saysThatNothingWasMeasured() {
        assertThat(warnings(List.of())).containsExactly("NOTHING_MEASURED");
        assertThat(warnings(List.of(Runs.trial(1, Trial.Phase.WARMUP, 100, Fact.known(1L)))))
                .containsExactly("NOTHING_MEASURED");
    }

    @Test
    void wantsSixRuns() {
        assertThat(TrialWarnings.of(Runs.trials(100, 101, 103, 102, 99)))
                .containsExactly(new RaisedWarning(
                        RunWarning.TOO_FEW_RUNS, "a 95 % interval of the median needs 6 runs, has 5"));
    }

    @Test
    void namesTheTrialsThatAreOutliers() {
        assertThat(TrialWarnings.of(Runs.trials(100, 101, 100, 300, 101, 400, 102)))
                .containsExactly(
                        new RaisedWarning(
                                RunWarning.WIDE_INTERVAL, "the interval of the median wall time is ±149 % wide"),
                        new RaisedWarning(RunWarning.OUTLIERS, "trials 4, 6 lie more than 14.8 MAD from the median"));
    }

    @Test
    void warnsOfAnIntervalThatIsWide() {
        assertThat(warnings(Runs.trials(100, 140, 101, 139, 102, 138))).containsExactly("WIDE_INTERVAL");
        assertThat(warnings(Runs.trials(100, 120, 101, 119, 102, 118))).isEmpty();
    }

    @Test
    void warnsOfRunsThatBecomeFasterOrSlower() {
        assertThat(TrialWarnings.of(Runs.trials(108, 107, 106, 105, 104, 103, 102, 101)))
                .containsExactly(new RaisedWarning(
                        RunWarning.TREND,
                        "runs became faster: by 7.00 ms, or 6.70 % of the median, from the first to the last"));
        assertThat(warnings(Runs.trials(1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007)))
                .isEmpty();
    }

    @Test
    void advisesMoreWarmUpThanThereWas() {
        var trials = new ArrayList<Trial>();
        trials.add(Runs.trial(1, Trial.Phase.WARMUP, 200, Fact.known(1L)));
        trials.add(Runs.trial(2, Trial.Phase.WARMUP, 150, Fact.known(1L)));
        var millis = List.of(130, 101, 106, 100, 109, 102);
        for (var i = 0; i < millis.size(); i++) {
            trials.add(Runs.trial(i + 3, Trial.Phase.MEASURED, millis.get(i), Fact.known(1L)));
        }
        assertThat(TrialWarnings.of(trials))
                .singleElement()
                .satisfies(caution -> assertThat(caution.advice()).contains("Use --warmup 3,"));
    }

    @Test
    void suspectsAColdCacheWhenTheFirstRunIsMuchSlower() {
        assertThat(warnings(Runs.trials(130, 101, 106, 100, 109, 102))).containsExactly("FIRST_RUN_SLOWEST");
        assertThat(warnings(Runs.trials(110, 101, 106, 100, 109, 102))).isEmpty();
        assertThat(warnings(Runs.trials(101, 130, 106, 100, 109, 102))).isEmpty();
    }

    @Test
    void warnsOfShortRuns() {
        assertThat(warnings(Runs.trials(49, 50, 48, 49, 50, 49))).containsExactly("SHORT_RUNS");
        assertThat(warnings(Runs.trials(51, 50, 50, 51, 50, 52))).isEmpty();
    }

    @Test
    void warnsOfRunsThatDependOnEachOther() {
        assertThat(TrialWarnings.of(Runs.trials(100, 101, 102, 103, 104, 105, 106, 107, 108, 109)))
                .containsExactly(
                        new RaisedWarning(
                                RunWarning.AUTOCORRELATED,
                                "runs depend on the run before: lag-1 autocorrelation 0.70, expected within ±0.62"),
                        new RaisedWarning(
                                RunWarning.TREND,
                                "runs became slower: by 9.00 ms, or 8.61 % of the median, from the first to the last"));
    }

    /** Of all runs together neither the outlier nor the trend would be seen. */
    @Test
    void judgesEachVariantByItself() {
        var run = VariantRuns.ofMillis(
                new double[] {1000, 1001, 1002, 1000, 1001, 1400, 1002},
                new double[] {108, 107, 106, 105, 104, 103, 102});
        assertThat(TrialWarnings.of(run.trials()))
                .extracting(RaisedWarning::warning, RaisedWarning::detail)
                .containsExactly(
                        tuple("WIDE_INTERVAL", "a: the interval of the median wall time is ±20.0 % wide"),
                        tuple("OUTLIERS", "a: trial 11 lies more than 14.8 MAD from the median"),
                        tuple(
                                "TREND",
                                "b: runs became faster: by 6.00 ms, or 5.71 % of the median, from the first to the"
                                        + " last"));
    }

    @Test
    void raisesTheSameWarningOfSeveralVariantsOnce() {
        var run = VariantRuns.ofMillis(new double[] {1000, 1001}, new double[] {2000, 2001});
        assertThat(TrialWarnings.of(run.trials()))
                .containsExactly(new RaisedWarning(
                        RunWarning.TOO_FEW_RUNS,
                        "a: a 95 % interval of the median needs 6 runs, has 2; b: a 95 % interval of the median needs 6"
                                + " runs, has 2"));
    }

    @Test
    void saysWhyCpuTimesAreMissing() {
        var trials = new ArrayList<>(Runs.trials(101, 100, 103, 100, 99));
        trials.add(Runs.trial(6, Trial.Phase.MEASURED, 100, Fact.unavailable("no cgroup")));
        assertThat(TrialWarnings.of(trials))
                .containsExactly(new RaisedWarning(RunWarning.CPU_UNAVAILABLE, "no cgroup"));
    }
}
