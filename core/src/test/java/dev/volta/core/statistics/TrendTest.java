package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void findsAFallAndItsSize() {
        // S = -28, variance = 8*7*21/18 = 65.33, z = -27/8.083
        assertThat(Trend.of(new double[] {800, 700, 600, 500, 400, 300, 200, 100}))
                .isInstanceOfSatisfying(Trend.Found.class, found -> {
                    assertThat(found.change()).isEqualTo(-700);
                    assertThat(found.z()).isCloseTo(-3.340, within(0.001));
                });
    }

    @Test
    void oneWildValueDoesNotMakeATrend() {
        assertThat(Trend.of(new double[] {100, 101, 99, 100, 5000, 100, 101})).isEqualTo(new Trend.None());
    }

    @Test
    void equalValuesHaveNone() {
        assertThat(Trend.of(new double[] {5, 5, 5, 5, 5, 5, 5})).isEqualTo(new Trend.None());
    }

    @Test
    void equalValuesInBetweenNarrowTheVariance() {
        // S = 12, ties of 2, 2 and 2: variance = (6*5*17 - 3*2*1*9)/18 = 25.33, z = 11/5.033
        assertThat(Trend.of(new double[] {1, 1, 2, 2, 3, 3}))
                .isInstanceOfSatisfying(
                        Trend.Found.class, found -> assertThat(found.z()).isCloseTo(2.186, within(0.001)));
    }

    @Test
    void fewValuesHaveNone() {
        assertThat(Trend.of(new double[] {1, 2, 3, 4, 5})).isEqualTo(new Trend.None());
    }
}
