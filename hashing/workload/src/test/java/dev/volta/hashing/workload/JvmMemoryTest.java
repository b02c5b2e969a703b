package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmMemoryTest {
    @ParameterizedTest
    @CsvSource({"64MiB, -Xmx16m", "80MiB, -Xmx32m", "112MiB, -Xmx64m", "35.2GiB, -Xmx64m"})
    void leavesTheJvmItsPart(String limit, String heap) {
        assertThat(JvmMemory.within(Optional.of(ByteSize.parse(limit))).options())
                .contains(heap);
        assertThat(JvmMemory.tooLittle(ByteSize.parse(limit))).isEmpty();
    }

    @Test
    void takesWhatServesWithoutALimit() {
        assertThat(JvmMemory.within(Optional.empty()).options()).contains("-Xmx64m");
    }

    @Test
    void saysWhyALimitIsTooSmall() {
        assertThat(JvmMemory.tooLittle(ByteSize.parse("63.5MiB")))
                .contains("63MiB each, and one needs 64MiB (48MiB for Java itself and a heap of 16MiB)");
    }
}
