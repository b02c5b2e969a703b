package dev.volta.core.workload.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    private final ClockOffset clock = new ClockOffset();

    @Test
    void believesTheQuickestAnswer() {
        clock.add(1_000, 51_100, 1_200); // in the middle
        clock.add(2_000, 54_000, 6_000);
        assertThat(clock.there(10_000)).isEqualTo(60_000);
        assertThat(clock.here(60_000)).isEqualTo(10_000);
        assertThat(clock.roundTripNanos()).isEqualTo(200);
        clock.add(7_000, 57_060, 7_100);
        assertThat(clock.there(10_000)).isEqualTo(60_010);
    }

    @Test
    void forgetsOldAnswersSinceClocksDriftApart() {
        clock.add(0, 500, 2);
        clock.forget();
        clock.add(1_000, 1_700, 1_004);
        assertThat(clock.there(0)).isEqualTo(698);
    }
}
