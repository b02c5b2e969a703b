package dev.volta.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    private static final Instant ASKED = Instant.ofEpochSecond(1_000);
    private static final Duration TRIP = Duration.ofMillis(40);

    @Test
    void takesTheMiddleOfTheRoundTrip() {
        assertThat(ClockOffset.compare("1002.500000000", ASKED, TRIP))
                .isEqualTo(Fact.known(new ClockOffset(Duration.ofMillis(2480), Duration.ofMillis(20))));
        assertThat(ClockOffset.compare("999.020000000", ASKED, TRIP))
                .isEqualTo(Fact.known(new ClockOffset(Duration.ofSeconds(-1), Duration.ofMillis(20))));
    }

    @Test
    void doubtsAClockThatTellsWholeSeconds() {
        assertThat(ClockOffset.compare("1000.", ASKED, TRIP))
                .isEqualTo(Fact.known(new ClockOffset(Duration.ofMillis(480), Duration.ofMillis(520))));
        assertThat(ClockOffset.compare("1000.%N", ASKED, TRIP)).isEqualTo(ClockOffset.compare("1000.N", ASKED, TRIP));
    }

    @Test
    void doesNotGuessFromAnAnswerThatIsNoTime() {
        assertThat(ClockOffset.compare("Sat Nov 21", ASKED, TRIP))
                .isEqualTo(Fact.unavailable("date answered 'Sat Nov 21'"));
    }
}
