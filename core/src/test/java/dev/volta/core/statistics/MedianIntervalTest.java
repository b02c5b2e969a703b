package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MedianIntervalTest {
    /** Ranks and coverage as in Nair's table (Sankhya 4, 1940), also in Le Boudec's appendix A where it is symmetric. */
    @ParameterizedTest
    @CsvSource({
        "6, 1, 0.969",
        "7, 1, 0.984",
        "8, 1, 0.992",
        "9, 2, 0.961",
        "10, 2, 0.979",
        "15, 4, 0.965",
        "20, 6, 0.959",
        "25, 8, 0.957",
        "30, 10, 0.957",
        "50, 18, 0.967",
        "70, 27, 0.959",
        "100, 40, 0.965"
    })
    void takesThePublishedRanks(int n, int rank, double coverage) {
        var values = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        assertThat(MedianInterval.of(values, 0.95)).isInstanceOfSatisfying(MedianInterval.Found.class, found -> {
            assertThat(found.rank()).isEqualTo(rank);
            assertThat(found.lower()).isEqualTo(rank);
            assertThat(found.upper()).isEqualTo(n + 1 - rank);
            assertThat(found.coverage()).isCloseTo(coverage, within(0.0006));
        });
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "5"})
    void givesNoneBelowSixRuns(int n) {
        assertThat(MedianInterval.of(new double[n], 0.95)).isEqualTo(new MedianInterval.None(n, 6, 0.95));
    }

    @Test
    void saysWhyThereIsNone() {
        assertThat(new MedianInterval.None(3, 6, 0.95).reason())
                .isEqualTo("a 95 % interval of the median needs 6 runs, has 3");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 2", "0.9, 5", "0.95, 6", "0.99, 8"})
    void knowsHowManyRunsALevelNeeds(double level, int runs) {
        assertThat(MedianInterval.runsNeeded(level)).isEqualTo(runs);
        assertThat(MedianInterval.of(new double[runs], level)).isInstanceOf(MedianInterval.Found.class);
        assertThat(MedianInterval.of(new double[runs - 1], level)).isInstanceOf(MedianInterval.None.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "-0.5", "NaN", "95"})
    void refusesALevelThatIsNoProbability(double level) {
        assertThatThrownBy(() -> MedianInterval.of(new double[10], level)).hasMessageContaining("not " + level);
    }

    @Test
    void staysFiniteForManyRuns() {
        assertThat(MedianInterval.of(new double[100_000], 0.95))
                .isInstanceOfSatisfying(MedianInterval.Found.class, found -> {
                    assertThat(found.rank()).isBetween(49_688, 49_692);
                    assertThat(found.coverage()).isBetween(0.95, 0.952);
                });
    }

    @Test
    void coversTheMedianAsOftenAsItClaims() {
        var seed = 20_260_301L;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var covered = 0;
        for (var trial = 0; trial < 4000; trial++) {
            var values = IntStream.range(0, 15)
                    .mapToDouble(i -> Math.exp(random.nextGaussian()))
                    .toArray();
            Arrays.sort(values);
            var found = (MedianInterval.Found) MedianInterval.of(values, 0.95);
            covered += found.lower() <= 1 && 1 <= found.upper() ? 1 : 0;
        }
        assertThat(covered / 4000.0).isCloseTo(0.9648, within(0.012));
    }
}
