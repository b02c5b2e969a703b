package dev.volta.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
    private static Summary summary(double... values) {
        return Sample.of(values).summary().orElseThrow();
    }

    @Test
    void hasNoSummaryWithoutValues() {
        assertThat(Sample.of().summary()).isEmpty();
    }

    @Test
    void isItsOnlyValue() {
        var one = summary(7);
        assertThat(new double[] {
                    one.median(), one.mean(), one.min(), one.max(), one.lowerQuartile(), one.upperQuartile()
                })
                .containsOnly(7.0);
        assertThat(one.mad()).isZero();
        assertThat(one.outliers()).isEmpty();
        assertThat(one.interval()).isInstanceOf(MedianInterval.None.class);
    }

    @Test
    void takesTheMiddleOfTwoValues() {
        var two = summary(3, 1);
        assertThat(two.median()).isEqualTo(2);
        assertThat(two.mad()).isEqualTo(1);
        assertThat(two.min()).isEqualTo(1);
        assertThat(two.max()).isEqualTo(3);
        assertThat(two.outliers()).isEmpty();
    }

    /** R: quantile(1:10, c(.25, .75), type = 8) is 2.916667, 8.083333; mad(1:10, constant = 1) is 2.5. */
    @Test
    void agreesWithR() {
        var ten = summary(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(ten.lowerQuartile()).isCloseTo(2.916667, within(1e-6));
        assertThat(ten.upperQuartile()).isCloseTo(8.083333, within(1e-6));
        assertThat(ten.median()).isEqualTo(5.5);
        assertThat(ten.mean()).isEqualTo(5.5);
        assertThat(ten.mad()).isEqualTo(2.5);
        assertThat(ten.interval()).isEqualTo(new MedianInterval.Found(2, 9, 2, 1 - 22.0 / 1024));
    }

    /** Median 2 and MAD 1 of 1, 1, 2, 2, 4, 6, 9: the usual worked example of the MAD. */
    @Test
    void findsTheMedianAbsoluteDeviation() {
        var worked = summary(1, 1, 2, 2, 4, 6, 9);
        assertThat(worked.median()).isEqualTo(2);
        assertThat(worked.mad()).isEqualTo(1);
    }

    @Test
    void flagsAnOutlierByItsPlaceAndKeepsItInTheFigures() {
        var tailed = summary(10, 11, 100, 12, 9, 10);
        assertThat(tailed.outliers()).containsExactly(2);
        assertThat(tailed.n()).isEqualTo(6);
        assertThat(tailed.max()).isEqualTo(100);
        assertThat(tailed.mean()).isCloseTo(152 / 6.0, within(1e-9));
    }

    /** Median 0, MAD 1: the threshold is 14.826 itself, and what lies on it is no outlier. */
    @Test
    void putsTheThresholdWhereItIsDocumented() {
        assertThat(summary(-1, -1, 0, 1, 14.826).outliers()).isEmpty();
        assertThat(summary(-1, -1, 0, 1, 14.827).outliers()).containsExactly(4);
        assertThat(summary(-14.827, -1, 0, 1, 1).outliers()).containsExactly(0);
    }

    @Test
    void findsNothingOddInEqualValues() {
        var equal = summary(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
        assertThat(equal.mad()).isZero();
        assertThat(equal.outliers()).isEmpty();
        assertThat(equal.interval()).isInstanceOfSatisfying(MedianInterval.Found.class, found -> {
            assertThat(found.lower()).isEqualTo(5);
            assertThat(found.upper()).isEqualTo(5);
        });
        assertThat(equal.autocorrelation()).isEqualTo(new Autocorrelation.None("all runs took the same time"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNoMeasurement(double value) {
        assertThatThrownBy(() -> Sample.of(1, value)).hasMessage(value + " is no measurement");
    }

    @Test
    void keepsTheOrderInWhichValuesWereTaken() {
        var given = new double[] {3, 1, 2};
        var sample = Sample.of(given);
        given[0] = 99;
        assertThat(sample.summary().orElseThrow().max()).isEqualTo(3);
        assertThat(sample.values()).containsExactly(3, 1, 2);
    }
}
