package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({"250ms, 250", "30s, 30000", "1.5s, 1500", "5m, 300000", "24h, 86400000"})
    void readsEveryUnit(String text, long millis) {
        assertThat(DurationFormat.parse(text).toMillis()).isEqualTo(millis);
        assertThat(DurationFormat.parse(DurationFormat.format(DurationFormat.parse(text)))
                        .toMillis())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"1ms, 1 ms", "0.5ms, 0.5 ms", "30s, 30 s", "1.5s, 1500 ms", "5m, 300 s"})
    void saysHowLongWithoutLosingAnything(String text, String words) {
        assertThat(DurationFormat.inWords(DurationFormat.parse(text))).isEqualTo(words);
    }

    @Test
    void refusesANumberWithoutUnitWithTwoSuggestions() {
        assertThatThrownBy(() -> DurationFormat.parse("30")).hasMessage("'30' has no unit; write 30s or 30m");
    }

    @Test
    void namesTheUnitThatItDoesNotKnow() {
        assertThatThrownBy(() -> DurationFormat.parse("30min"))
                .hasMessage("'30min' has an unknown unit 'min'; expected one of ms, s, m, h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "0s", "999999999999h", "1d"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> DurationFormat.parse(text)).isInstanceOf(BadValueException.class);
    }
}
