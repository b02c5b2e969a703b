package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedRankTest {
    /** Critical values of T at 5 % on both sides, as in the table of Wilcoxon and Wilcox (1964); the rank is one more. */
    @ParameterizedTest
    @CsvSource({
        "6, 0", "7, 2", "8, 3", "9, 5", "10, 8", "11, 10", "12, 13", "13, 17", "14, 21", "15, 25", "20, 52", "25, 89",
        "30, 137", "40, 264", "50, 434"
    })
    void takesThePublishedCriticalValues(int n, long critical) {
        assertThat(SignedRank.of(n).rank(0.95)).isEqualTo(critical + 1);
    }

    @Test
    void countsTheSubsetsOfThree() {
        var three = SignedRank.of(3);
        assertThat(new double[] {three.atMost(-1), three.atMost(0), three.atMost(2), three.atMost(3), three.atMost(6)})
                .containsExactly(0, 1 / 8.0, 3 / 8.0, 5 / 8.0, 1);
    }

    @Test
    void hasNoRankBelowSix() {
        assertThat(SignedRank.of(5).rank(0.95)).isZero();
        assertThat(SignedRank.of(6).rank(0.975)).isZero();
    }

    /** Of 51 the exact P(T ≤ 455) is 0.0256108, and the exact rank is 454. */
    @Test
    void goesOnAsANormalDistributionBeyondFifty() {
        var before = SignedRank.of(50);
        var after = SignedRank.of(51);
        assertThat(after.atMost(after.most() / 2)).isCloseTo(before.atMost(before.most() / 2), within(0.005));
        assertThat(after.atMost(455)).isCloseTo(0.0256108, within(0.0003));
        assertThat(after.atMost(after.most() - 456)).isCloseTo(1 - after.atMost(455), within(1e-12));
        assertThat(after.rank(0.95)).isBetween(453L, 455L);
        assertThat(SignedRank.of(1000).atMost(0)).isZero();
    }
}
