package dev.volta.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1B, 1",
        "5KiB, 5120",
        "512MiB, 536870912",
        "5GiB, 5368709120",
        "2TiB, 2199023255552",
        "5kB, 5000",
        "1.5MB, 1500000",
        "35.2GiB, 37795712204",
        "1 GB, 1000000000",
        "3TB, 3000000000000"
    })
    void readsBinaryAndDecimalUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @Test
    void refusesANumberWithoutUnitWithTwoSuggestions() {
        assertThatThrownBy(() -> ByteSize.parse("5")).hasMessage("'5' has no unit; write 5GiB or 5MiB");
    }

    @Test
    void namesTheUnitThatItDoesNotKnow() {
        assertThatThrownBy(() -> ByteSize.parse("5gb"))
                .hasMessage("'5gb' has an unknown unit 'gb'; expected one of B, KiB, MiB, GiB, TiB, kB, MB, GB, TB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GiB", "-5GiB", "5,0GiB", "1e3MiB", "five", "0GiB", "0.1B", "9000000000TiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text)).isInstanceOf(BadValueException.class);
    }

    @Test
    void printsWhatItReadsBack() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            var size = new ByteSize(random.nextLong(1, 1L << 45) << random.nextInt(10));
            assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
        }
        assertThat(new ByteSize(5L << 30)).hasToString("5GiB");
        assertThat(new ByteSize(1000)).hasToString("1000B");
    }
}
