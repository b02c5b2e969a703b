package dev.volta.core.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Scripts;
import dev.volta.core.remote.local.LocalRemote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            assertThat(questions.read()).isEqualTo('1');
            assertThat(questions.read()).isEqualTo('\n');
            talk.answered("1 ");
            assertThat(talk.best()).hasValue(Fact.unavailable("date answered ''"));
            assertThat(questions.read(new byte[10])).isEqualTo(2);
            talk.answered("1 1002.500000000");
            assertThat(talk.best()).hasValue(Fact.unavailable("date answered ''"));
            talk.answered("2 1002.500000000");
            assertThat(talk.best()).hasValueSatisfying(best -> assertThat(best).isInstanceOf(Fact.Known.class));
            assertThat(questions.read()).isEqualTo(-1);
        }
    }

    @Test
    void prefersTheSmallerUncertainty() {
        var near = Fact.known(new ClockOffset(Duration.ofSeconds(5), Duration.ofMillis(1)));
        var far = Fact.known(new ClockOffset(Duration.ZERO, Duration.ofMillis(2)));
        assertThat(ClockOffset.isBetter(near, far)).isTrue();
        assertThat(ClockOffset.isBetter(far, near)).isFalse();
    }

    @Test
    void takesNothingElseThatAShellPrintsForAnAnswer() throws Exception {
        for (var noise : List.of("echo hello; ", "printf hello; ", "echo; echo 1002.500000000; ")) {
            assertThat(measured(noise + ClockTalk.SCRIPT)).as(noise).isInstanceOfSatisfying(Fact.Known.class, known -> {
                var measured = (ClockOffset) known.value();
                assertThat(measured.offset().abs()).isLessThanOrEqualTo(measured.uncertainty());
            });
        }
        var noisy = "while read -r n; do echo hello; echo \"$n no\"; echo \"$n no\"; echo \"$n\" >&2; done";
        assertThat(measured(noisy)).isEqualTo(Fact.unavailable("date answered 'no': exit status 0, 1\n2\n3\n4"));
    }

    @Test
    void keepsWhatACommandAnsweredBeforeItDied() throws Exception {
        assertThat(measured("read -r n; echo \"$n $(date +%s.%N)\"; read -r n; exit 3"))
                .isInstanceOf(Fact.Known.class);
        assertThat(measured("read -r n; exit 3")).isEqualTo(Fact.unavailable("date: exit status 3"));
    }

    @Test
    void saysWhatTheNodeSaysIfItHasNoDate() throws Exception {
        assertThat(measured("PATH=/nowhere\n" + ClockTalk.SCRIPT).toString())
                .contains("date answered '': exit status 0, ")
                .contains("not found");
    }

    /** What is measured if the node carries out {@code script}. */
    private static Fact<ClockOffset> measured(String script) throws InterruptedException {
        try (var here = new LocalRemote(new NodeName("here"))) {
            return ClockOffset.measure(new ForwardingRemote(here) {
                @Override
                public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                    return super.run(Scripts.replaced(command, script), sink);
                }
            });
        }
    }
}
