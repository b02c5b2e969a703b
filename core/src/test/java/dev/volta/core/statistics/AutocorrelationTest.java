package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AutocorrelationTest {
    /** Yields of 70 batches of a chemical process: series F of Box and Jenkins, for which they print r₁ = −0.39. */
    private static final double[] BATCH_YIELDS = {
        47, 64, 23, 71, 38, 64, 55, 41, 59, 48, 71, 35, 57, 40, 58, 44, 80, 55, 37, 74, 51, 57, 50, 60, 45, 57, 50, 45,
        25, 59, 50, 71, 56, 74, 50, 58, 45, 54, 36, 54, 48, 55, 45, 57, 50, 62, 44, 64, 43, 52, 38, 59, 55, 41, 53, 49,
        34, 35, 54, 45, 68, 38, 50, 60, 39, 59, 40, 57, 54, 23
    };

    private static Autocorrelation.Found found(double... values) {
        return (Autocorrelation.Found) Autocorrelation.of(values);
    }

    @Test
    void agreesWithAPublishedSeries() {
        var yields = found(BATCH_YIELDS);
        assertThat(yields.lag1()).isCloseTo(-0.39, within(0.005));
        assertThat(yields.bound()).isCloseTo(1.96 / Math.sqrt(70), within(1e-12));
        assertThat(yields.present()).isTrue();
    }

    /** 1 … 10: the deviations are −4.5 … 4.5, Σ squares 82.5, Σ products 57.75, r₁ = 0.7. */
    @Test
    void seesAPlainDrift() {
        var drift = found(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(drift.lag1()).isCloseTo(0.7, within(1e-12));
        assertThat(drift.present()).isTrue();
    }

    /** Deviations ±1 in turns: Σ squares 10, Σ products −9. */
    @Test
    void seesAlternation() {
        assertThat(found(1, 3, 1, 3, 1, 3, 1, 3, 1, 3).lag1()).isCloseTo(-0.9, within(1e-12));
    }

    @Test
    void doesNotJudgeFewRuns() {
        assertThat(Autocorrelation.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}))
                .isEqualTo(new Autocorrelation.None("needs 10 runs, has 9"));
        assertThat(Autocorrelation.of(new double[0])).isInstanceOf(Autocorrelation.None.class);
    }
}
