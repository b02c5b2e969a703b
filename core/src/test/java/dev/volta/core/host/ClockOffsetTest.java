package dev.volta.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.local.LocalRemote;
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

    @Test
    void asksSeveralTimesAndKeepsTheAnswerThatCameSoonest() throws Exception {
        try (var here = new LocalRemote(new NodeName("here"))) {
            assertThat(ClockOffset.measure(here)).isInstanceOfSatisfying(Fact.Known.class, known -> {
                var measured = (ClockOffset) known.value();
                assertThat(measured.offset().abs()).isLessThanOrEqualTo(measured.uncertainty());
            });
        }
        var talk = new ClockTalk(2);
        try (var questions = talk.open()) {
            assertThat(talk.best()).isEmpty();
            questions.read();
            talk.answered("");
            assertThat(talk.best()).hasValue(Fact.unavailable("date answered ''"));
            questions.read();
            talk.answered("1002.500000000");
            assertThat(talk.best()).hasValueSatisfying(best -> assertThat(best).isInstanceOf(Fact.Known.class));
            assertThat(questions.read()).isEqualTo(-1);
        }
    }

    @Test
    void saysWhatTheNodeSaysIfItHasNoDate() throws Exception {
        try (var here = new LocalRemote(new NodeName("here"))) {
            var without = new ForwardingRemote(here) {
                @Override
                public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                    return super.run(
                            Command.of("sh", "-c", "PATH=/nowhere\n" + ClockTalk.SCRIPT)
                                    .withStdin(command.stdin()),
                            sink);
                }
            };
            assertThat(ClockOffset.measure(without).toString())
                    .contains("date: ")
                    .contains("not found");
        }
    }
}
