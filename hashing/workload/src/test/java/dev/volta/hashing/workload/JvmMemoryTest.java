package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ByteSize;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmMemoryTest {
    @ParameterizedTest
    @CsvSource({"64MiB, 16", "80MiB, 32", "112MiB, 64", "35.2GiB, 64"})
    void leavesTheJvmItsPart(String limit, long heap) {
        assertThat(JvmMemory.within(Optional.of(ByteSize.parse(limit))).heapMebibytes())
                .isEqualTo(heap);
        assertThat(JvmMemory.tooLittle(ByteSize.parse(limit))).isEmpty();
    }

    @Test
    void takesWhatServesWithoutALimit() {
        assertThat(JvmMemory.within(Optional.empty()).heapMebibytes()).isEqualTo(64);
    }

    @Test
    void saysWhyALimitIsTooSmall() {
        assertThat(JvmMemory.tooLittle(ByteSize.parse("63.5MiB")))
                .contains("63MiB each, and one needs 64MiB (48MiB for Java itself and a heap of 16MiB)");
    }
}
