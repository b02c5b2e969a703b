package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairedRatioTest {
    private static final long SEED = 20260301;

    /** With these logarithms of the ratios, one in each block. */
    private static PairedRatio logarithms(double... differences) {
        var ones = new double[differences.length];
        Arrays.fill(ones, 1);
        return PairedRatio.of(ones, Arrays.stream(differences).map(Math::exp).toArray());
    }

    /** Walsh averages of 1, 2 and 4: 1, 1.5, 2, 2.5, 3, 4. */
    @Test
    void isTheMedianOfTheWalshAverages() {
        assertThat(logarithms(4, 1, 2).ratio()).isCloseTo(Math.exp(2.25), within(1e-9));
        assertThat(logarithms(0.5).ratio()).isCloseTo(Math.exp(0.5), within(1e-12));
    }

    /** Of 1 … 8 the Walsh averages begin 1, 1.5, 2, 2, 2.5; k is 4, since P(T ≤ 3) is 5/256. */
    @Test
    void hasTheIntervalThatIsFoundByHand() {
        var ratio = logarithms(8, 1, 7, 2, 6, 3, 5, 4);
        assertThat(ratio.ratio()).isCloseTo(Math.exp(4.5), within(1e-9));
        assertThat(ratio.interval(0.95)).isInstanceOfSatisfying(RatioInterval.Found.class, found -> {
            assertThat(found.lower()).isCloseTo(Math.exp(2), within(1e-9));
            assertThat(found.upper()).isCloseTo(Math.exp(7), within(1e-9));
            assertThat(found.rank()).isEqualTo(4);
            assertThat(found.coverage()).isCloseTo(1 - 10 / 256.0, within(1e-12));
        });
    }

    @Test
    void cancelsWhatABlockShares() {
        var baseline = new double[] {100, 900, 20, 5, 7000, 300};
        var ratio = PairedRatio.of(
                baseline, Arrays.stream(baseline).map(x -> 1.1 * x).toArray());
        assertThat(ratio.ratio()).isCloseTo(1.1, within(1e-12));
        assertThat(ratio.interval(0.95)).isInstanceOfSatisfying(RatioInterval.Found.class, found -> {
            assertThat(found.lower()).isCloseTo(1.1, within(1e-12));
            assertThat(found.upper()).isCloseTo(1.1, within(1e-12));
        });
    }

    @Test
    void hasNoIntervalBelowSixBlocks() {
        var none = new RatioInterval.None(5, 6, 0.95);
        assertThat(logarithms(1, 2, 3, 4, 5).interval(0.95)).isEqualTo(none);
        assertThat(none.reason()).isEqualTo("a 95 % interval of the ratio needs 6 blocks, has 5");
        assertThat(logarithms(1, 2, 3, 4, 5, 6).interval(0.95)).isInstanceOf(RatioInterval.Found.class);
        assertThat(PairedRatio.blocksNeeded(0.025)).isEqualTo(7);
    }

    @Test
    void refusesWhatHasNoRatio() {
        assertThatThrownBy(() -> PairedRatio.of(new double[] {1, 2}, new double[] {1}))
                .hasMessage("no pairs: 2 and 1 values");
        assertThatThrownBy(() -> PairedRatio.of(new double[] {1, 0}, new double[] {1, 2}))
                .hasMessage("no ratio of 2.0 to 0.0");
    }

    /** Order statistics and counts as they come out when all averages are listed and sorted. */
    @Test
    void findsOrderStatisticsWithoutListingThem() {
        var random = new Random(SEED);
        for (var n : new int[] {1, 2, 5, 17, 40}) {
            var values = random.doubles(n)
                    .map(x -> Math.rint(x * 8 - 4) / 4)
                    .sorted()
                    .toArray();
            var listed = IntStream.range(0, n)
                    .boxed()
                    .flatMapToDouble(i ->
                            IntStream.rangeClosed(i, n - 1).mapToDouble(j -> (values[i] + values[j]) / 2 + 0.0))
                    .sorted()
                    .toArray();
            var averages = new WalshAverages(values);
            assertThat(IntStream.rangeClosed(1, listed.length).mapToDouble(averages::get))
                    .as("seed %d", SEED)
                    .containsExactly(Arrays.stream(listed).boxed().toArray(Double[]::new));
            assertThat(averages.atMost(0.1))
                    .isEqualTo(Arrays.stream(listed).filter(x -> x <= 0.1).count());
        }
    }

    /** The interval and the probability are two views of one thing, whichever bound is asked for. */
    @ParameterizedTest
    @ValueSource(ints = {6, 9, 30, 80})
    void agreesWithItsProbabilities(int blocks) {
        var random = new Random(SEED);
        var ratio = logarithms(DoubleStream.generate(() -> 0.02 * random.nextGaussian())
                .limit(blocks)
                .toArray());
        var interval = (RatioInterval.Found) ratio.interval(0.95);
        for (var bound = 0.95; bound < 1.05; bound += 0.0005) {
            assertThat(ratio.p(bound) <= 0.05)
                    .as("%s, seed %d", bound, SEED)
                    .isEqualTo(interval.lower() > bound || interval.upper() <= bound);
            assertThat(ratio.above(bound)).isEqualTo(ratio.ratio() > bound);
        }
    }

    /** In 2000 simulated runs; three standard deviations of that many are 1.5 %. */
    @ParameterizedTest
    @CsvSource({"6, 0.969", "12, 0.958", "30, 0.95", "100, 0.95"})
    void coversTheTrueRatioAsOftenAsItSays(int blocks, double coverage) {
        var random = new Random(SEED);
        var covered = 0;
        for (var run = 0; run < 2000; run++) {
            var baseline = new double[blocks];
            var values = new double[blocks];
            for (var block = 0; block < blocks; block++) {
                var slow = random.nextDouble() < 0.2 ? 3 : 1;
                baseline[block] = slow * Math.exp(0.03 * random.nextGaussian());
                values[block] = slow * 1.07 * Math.exp(0.03 * random.nextGaussian());
            }
            if (PairedRatio.of(baseline, values).interval(0.95) instanceof RatioInterval.Found found
                    && found.lower() <= 1.07
                    && found.upper() >= 1.07) {
                covered++;
            }
        }
        assertThat(covered / 2000.0).as("seed %d", SEED).isCloseTo(coverage, within(0.015));
    }
}
