package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.volta.core.facts.Fact;
import dev.volta.core.report.Comparison.Finding;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final double[] BASELINE = {100, 103, 99, 101, 104, 98, 102, 100};

    /** The baseline times a factor, up and down by a share of it. */
    private static double[] times(double factor, double noise) {
        return IntStream.range(0, BASELINE.length)
                .mapToDouble(i -> BASELINE[i] * (factor + noise * (i % 4 - 1.5)))
                .toArray();
    }

    private static Comparison only(double[] variant) {
        return VariantRuns.ofMillis(BASELINE, variant).comparisons().getFirst();
    }

    @Test
    void hasOneForEachVariantButTheFirst() {
        assertThat(VariantRuns.run(3, 1, 2, 3).comparisons())
                .extracting(Comparison::variant, Comparison::baseline, Comparison::blocks)
                .containsExactly(tuple("b", "a", 3), tuple("c", "a", 3));
        assertThat(VariantRuns.run(3, 1).comparisons()).isEmpty();
        assertThat(Runs.run(Runs.trials(100, 101)).comparisons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.05, 0.01, WORSE, the interval lies above 1.01",
        "1.00, 0.002, NOT_WORSE, the interval lies at or below 1.01",
        "0.50, 0.002, NOT_WORSE, the interval lies at or below 1.01",
        "1.01, 0.01, UNDECIDED, the interval reaches from below 1.01 to above it"
    })
    void hasThreeVerdicts(double factor, double noise, Finding verdict, String reason) {
        var comparison = only(times(factor, noise));
        assertThat(comparison.verdict()).isEqualTo(verdict);
        assertThat(comparison.reason()).isEqualTo(reason);
        assertThat(comparison.ratio().toOptional().orElseThrow()).isCloseTo(factor, within(0.005));
        assertThat(comparison.margin()).isEqualTo(0.01);
    }

    /** The interval decides, the probability is only its other side. */
    @Test
    void judgesOneComparisonByItsInterval() {
        var random = new Random(VariantRuns.SEED);
        var seen = EnumSet.noneOf(Finding.class);
        for (var round = 0; round < 200; round++) {
            var shift = 0.98 + 0.06 * random.nextDouble();
            var comparison = only(Arrays.stream(BASELINE)
                    .map(wall -> wall * shift * Math.exp(0.01 * random.nextGaussian()))
                    .toArray());
            if (comparison.reason().contains("depend")) {
                continue;
            }
            var interval = comparison.interval().toOptional().orElseThrow();
            assertThat(comparison.verdict())
                    .isEqualTo(
                            interval.lower() > 1.01
                                    ? Finding.WORSE
                                    : interval.upper() <= 1.01 ? Finding.NOT_WORSE : Finding.UNDECIDED);
            seen.add(comparison.verdict());
        }
        assertThat(seen).containsExactlyInAnyOrder(Finding.values());
    }

    @Test
    void hasNoVerdictBelowSixBlocks() {
        var comparison = VariantRuns.run(5, 1, 2).comparisons().getFirst();
        assertThat(comparison.verdict()).isEqualTo(Finding.UNDECIDED);
        assertThat(comparison.reason()).isEqualTo("a verdict needs 6 blocks, has 5");
        assertThat(comparison.interval())
                .isEqualTo(Fact.unavailable("a 95 % interval of the ratio needs 6 blocks, has 5"));
        assertThat(comparison.ratioText()).startsWith("2.0");
        assertThat(VariantRuns.run(6, 1, 2).comparisons().getFirst().verdict()).isEqualTo(Finding.WORSE);
    }

    @Test
    void needsMoreBlocksForMoreComparisons() {
        var six = VariantRuns.run(6, 1, 2, 0.5).comparisons();
        assertThat(six)
                .extracting(Comparison::verdict, Comparison::reason)
                .containsOnly(tuple(Finding.UNDECIDED, "a verdict on 2 comparisons needs 7 blocks, has 6"));
        assertThat(six.getFirst().interval().toOptional()).isPresent();
        assertThat(VariantRuns.run(7, 1, 2, 0.5).comparisons())
                .extracting(Comparison::verdict)
                .containsExactly(Finding.WORSE, Finding.NOT_WORSE);
    }

    /** One of eight ratios lies below the margin, and is the third nearest to it: p is 10/256, and 20/256 of two comparisons. */
    @Test
    void asksForMoreOfSeveralComparisons() {
        var b = new double[] {1.03, 1.05, 1.015, 1.02, 1.06, 0.997, 1.035, 1.04};
        var second = IntStream.range(0, 8).mapToDouble(i -> BASELINE[i] * b[i]).toArray();
        assertThat(only(second).verdict()).isEqualTo(Finding.WORSE);
        var both = VariantRuns.ofMillis(BASELINE, second, times(1.01, 0.01)).comparisons();
        assertThat(both.getFirst().p()).isEqualTo(only(second).p());
        assertThat(both.getFirst().p()).isEqualTo(Fact.known(10 / 256.0));
        assertThat(both.getFirst().adjustedP()).isEqualTo(Fact.known(20 / 256.0));
        assertThat(both.getFirst().verdict()).isEqualTo(Finding.UNDECIDED);
        assertThat(both.getFirst().reason())
                .isEqualTo("the interval does not reach 1.01, but of 2 comparisons one may do so by chance");
    }

    /** What drifts for both alike cancels. */
    @Test
    void hasNoVerdictOnRatiosThatDependOnEachOther() {
        var random = new Random(VariantRuns.SEED);
        var calm = random.doubles(30).map(x -> 100 + x).toArray();
        var drifting = IntStream.range(0, 30).mapToDouble(i -> 150 + i).toArray();
        assertThat(VariantRuns.ofMillis(calm, drifting).comparisons())
                .singleElement()
                .satisfies(comparison -> {
                    assertThat(comparison.verdict()).isEqualTo(Finding.UNDECIDED);
                    assertThat(comparison.p()).isEqualTo(Fact.unavailable(comparison.reason()));
                    assertThat(comparison.reason())
                            .startsWith("the ratios depend on the ones before: lag-1 autocorrelation 0.");
                });
        var alike = IntStream.range(0, 30)
                .mapToDouble(i -> drifting[i] * 1.5 * (1 + random.nextDouble() / 100))
                .toArray();
        assertThat(VariantRuns.ofMillis(drifting, alike)
                        .comparisons()
                        .getFirst()
                        .verdict())
                .isEqualTo(Finding.WORSE);
    }

    @Test
    void takesTheBlocksThatHaveBoth() {
        var shorter = Arrays.copyOf(times(1.05, 0.001), 7);
        assertThat(only(shorter).blocks()).isEqualTo(7);
        var none = VariantRuns.of(2, List.of(VariantRuns.measured(1, 1, "a", 100, List.of())))
                .comparisons()
                .getFirst();
        assertThat(none.ratioText()).isEqualTo("unavailable: no block has both");
        assertThat(none.intervalText()).isEqualTo("none: no block has both");
        assertThat(none.verdict()).isEqualTo(Finding.UNDECIDED);
    }

    @ParameterizedTest
    @CsvSource({"1.02134, 1.0213", "0.98765, 0.9877", "12.3456, 12.346", "12345.6, 12346", "0.0123456, 0.01235"})
    void writesRatiosWithTheDigitsThatMatter(double ratio, String text) {
        assertThat(Comparison.text(ratio)).isEqualTo(text);
    }
}
