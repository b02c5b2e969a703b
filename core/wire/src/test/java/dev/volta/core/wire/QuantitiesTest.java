package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "1, 1.00 ns",
        "999, 999 ns",
        "1000, 1.00 µs",
        "123456, 123 µs",
        "999400, 999 µs",
        "999600, 1.00 ms",
        "50000000, 50.0 ms",
        "1234567890, 1.23 s",
        "59990000000, 60.0 s",
        "119400000000, 119 s",
        "119600000000, 2 min 00 s",
        "200000000000, 3 min 20 s",
        "3599600000000, 1 h 00 min",
        "7500000000000, 2 h 05 min"
    })
    void writesDurations(double nanos, String text) {
        assertThat(Quantities.duration(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "1536, 1.50 KiB",
        "1048575, 1.00 MiB",
        "1047552, 1023 KiB",
        "1073741824, 1.00 GiB",
        "9223372036854775807, 8.00 EiB"
    })
    void writesAmountsOfData(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void writesRatesSharesAndCounts() {
        assertThat(Quantities.rate(1_300_000_000.0)).isEqualTo("1.21 GiB/s");
        assertThat(Quantities.rate(0.5)).isEqualTo("0.500 B/s");
        assertThat(Quantities.percent(0.972)).isEqualTo("97.2 %");
        assertThat(Quantities.percent(1)).isEqualTo("100 %");
        assertThat(Quantities.nanosPerByte(0.0512)).isEqualTo("0.0512 ns/B");
        assertThat(Quantities.nanosPerByte(155_291_088)).isEqualTo("155 ms/B");
        assertThat(Quantities.nanosPerByte(2e13)).isEqualTo("20 000 s/B");
        assertThat(Quantities.count(1_234_567)).isEqualTo("1 234 567");
        assertThat(Quantities.duration(Duration.ofMillis(1500))).isEqualTo("1.50 s");
    }

    @Test
    void writesADecimalPointInEveryLocale() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Quantities.duration(1_500_000_000L)).isEqualTo("1.50 s");
            assertThat(Quantities.count(12_345)).isEqualTo("12 345");
        } finally {
            Locale.setDefault(before);
        }
    }
}
