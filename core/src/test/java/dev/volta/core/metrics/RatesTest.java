package dev.volta.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Rates rates = new Rates();

    private List<Double> rate(double second, Series... series) {
        return rates.with(START.plusNanos((long) (second * 1e9)), List.of(series)).stream()
                .filter(one -> one.name().equals("read_bytes_per_second"))
                .map(Series::value)
                .toList();
    }

    private static Series read(double value) {
        return Series.counter("read_bytes_total", "", value);
    }

    @Test
    void theFirstValueHasNoRate() {
        assertThat(rate(0, read(100))).isEmpty();
        assertThat(rate(2, read(300))).containsExactly(100.0);
        assertThat(rate(2.5, read(300))).containsExactly(0.0);
    }

    @Test
    void aCounterThatBeganAnewHasNoneOnce() {
        rate(0, read(1000));
        assertThat(rate(1, read(20))).isEmpty();
        assertThat(rate(2, read(25))).containsExactly(5.0);
    }

    @Test
    void aCounterThatWasAwayHasNoneWhenItComesBack() {
        rate(0, read(1000));
        rate(1);
        assertThat(rate(2, read(2000))).isEmpty();
    }

    @Test
    void labelsAreApart() {
        rate(0, read(10).with("device", "a"), read(100).with("device", "b"));
        assertThat(rate(1, read(30).with("device", "b"), read(17).with("device", "a")))
                .containsExactly(7.0);
    }

    @Test
    void atTheSameTimeThereIsNone() {
        rate(1, read(10));
        assertThat(rate(1, read(20))).isEmpty();
    }

    @Test
    void gaugesHaveNone() {
        var gauge = Series.gauge("x_total", "", 1);
        rates.with(START, List.of(gauge));
        assertThat(rates.with(START.plusSeconds(1), List.of(gauge))).containsExactly(gauge);
    }
}
