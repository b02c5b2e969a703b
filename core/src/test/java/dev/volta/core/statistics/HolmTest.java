package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @Test
    void multipliesTheSmallestByAllOfThem() {
        assertThat(Holm.adjusted(0.03, 0.01, 0.2, 0.015)).containsExactly(new double[] {0.06, 0.04, 0.2, 0.045}, EXACT);
    }

    @Test
    void neverMakesALargerOneSmaller() {
        assertThat(Holm.adjusted(0.011, 0.01, 0.012)).containsExactly(new double[] {0.03, 0.03, 0.03}, EXACT);
        assertThat(Holm.adjusted(0.7, 0.6)).containsExactly(1, 1);
    }

    @Test
    void leavesASingleOneAsItIs() {
        assertThat(Holm.adjusted(0.04)).containsExactly(0.04);
        assertThat(Holm.adjusted()).isEmpty();
    }
}
