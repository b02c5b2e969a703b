package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockJumpsTest {
    private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long SECOND = 1_000_000_000;

    @Test
    void areWhatASuspendAddsToTheTimeThatHasPassed() {
        var jumps = new ClockJumps(BEGUN, 5 * SECOND);
        assertThat(jumps.jumped(BEGUN.plusSeconds(60), 65 * SECOND)).isFalse();
        assertThat(jumps.jumped(BEGUN.plusSeconds(106), 66 * SECOND)).isTrue();
        assertThat(jumps.jumped(BEGUN.plusSeconds(107), 67 * SECOND)).isFalse();
        assertThat(jumps.jumped(BEGUN.plusSeconds(70), 68 * SECOND)).isTrue();
    }

    @Test
    void areNotWhatAClockIsSlewed() {
        var jumps = new ClockJumps(BEGUN, 0);
        assertThat(jumps.jumped(BEGUN.plusMillis(1900), SECOND)).isFalse();
        assertThat(jumps.jumped(BEGUN.plusMillis(3100), 2 * SECOND)).isTrue();
    }
}
