package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static List<String> labels(double min, double max) {
        var axis = Axis.logarithmic(min, max, 6, 0, 100);
        return axis.ticks().stream().map(axis::label).toList();
    }

    @Test
    void givesEqualRatiosEqualLengths() {
        var axis = Axis.logarithmic(0.5, 8, 6, 100, 500);
        assertThat(axis.at(2) - axis.at(1)).isCloseTo(axis.at(8) - axis.at(4), within(1e-9));
        assertThat(axis.at(0.5)).isGreaterThan(100);
        assertThat(axis.at(8)).isLessThan(500);
    }

    @Test
    void hasRoundTicksOnNarrowAndOnWideScales() {
        assertThat(labels(0.98, 1.06))
                .containsExactly("0.98", "0.99", "1.00", "1.01", "1.02", "1.03", "1.04", "1.05", "1.06");
        assertThat(labels(0.5, 20)).containsExactly("0.5", "1", "2", "5", "10", "20");
        assertThat(labels(0.001, 40)).containsExactly("0.001", "0.01", "0.1", "1", "10");
        assertThat(labels(1, 1)).contains("1.00");
    }
}
