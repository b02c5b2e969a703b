package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** For how long a program has to run until its gate opens. */
@Timeout(120)
class GateTimesTest {
    private static final String SERVICE = "web";
    private static final Probe PASSES = new Probe.Command(List.of("true"));
    private static final Duration STAYS = HealthGate.stays(Optional.empty());

    private final LocalRemote here = new LocalRemote(new NodeName("here"));

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // each test begins with play
    private ManualClockSupervisor service;

    @SuppressWarnings("NullAway.Init")
    private HealthGate gate;

    /** A program that has just begun. */
    private void play(Duration run, int status) throws Exception {
        service = ManualClockSupervisor.of(here, folder, run, status);
        gate = new HealthGate(here, service);
    }

    private static ServiceStatus seen(ServiceState state, Fact<Duration> up, Duration ran) {
        return new ServiceStatus(
                SERVICE, state, "", up, Fact.unavailable("not looked at"), Optional.empty(), Optional.of(ran));
    }

    @Test
    void aServiceThatFailsAgainAndAgainDoesNotPassWhileItIsUp() throws Exception {
        play(Duration.ofSeconds(3), 1);
        service.pass(Duration.ofSeconds(5));
        var before = seen(new ServiceState.Running(1, 1), Fact.known(Duration.ofSeconds(2)), Duration.ofSeconds(3));
        assertThat(before.isSettled()).isFalse();
        gate.await(SERVICE, Optional.empty(), STAYS);
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.empty(), HealthGate.stays(Optional.of(before))))
                .hasMessage("here: web was restarted 4 times; the end of its log:\nno licence");
    }

    @Test
    void aServiceThatRanForLongAndHasFailedSinceMayBeStartedAgainOnce() throws Exception {
        play(Duration.ofMinutes(2), 1);
        service.pass(Duration.ofSeconds(122));
        var before = seen(new ServiceState.Running(1, 1), Fact.known(Duration.ofSeconds(2)), Duration.ofMinutes(2));
        gate.await(SERVICE, Optional.empty(), HealthGate.stays(Optional.of(before)));
        assertThat(gate.look(SERVICE, new Health(PASSES, Duration.ofSeconds(1))))
                .isEqualTo(new HealthVerdict.Healthy());
    }

    @Test
    void aServiceThatEndsByItselfHasToRunForLongerTheNextTime() throws Exception {
        play(Duration.ofSeconds(3), 0);
        gate.await(SERVICE, Optional.empty(), STAYS);
        var before = seen(
                new ServiceState.Stopped(OptionalInt.of(0)), Fact.unavailable("no process"), Duration.ofSeconds(3));
        play(Duration.ofSeconds(3), 0);
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.empty(), HealthGate.stays(Optional.of(before))))
                .hasMessage("here: web ended with status 0; the end of its log:\nno licence");
    }

    @Test
    void aCheckThatPassesHasToStayAsLongAsTheServiceDidBefore() throws Exception {
        play(Duration.ofSeconds(5), 1);
        var passes = Optional.of(new Health(PASSES, Duration.ofMillis(1)));
        assertThatThrownBy(() -> gate.await(SERVICE, passes, Duration.ofSeconds(8)))
                .hasMessageStartingWith("here: web did not become healthy within 1 ms (true: it has not been up for"
                        + " long), was restarted 1 time meanwhile;");
        play(Duration.ofSeconds(9), 1);
        gate.await(SERVICE, passes, Duration.ofSeconds(8));
    }

    @Test
    void aCheckThatPassesDoesNotMakeUpForAProgramThatDoesNotStay() throws Exception {
        play(Duration.ofMillis(400), 3);
        var passes = new Health(PASSES, Duration.ofMinutes(10));
        assertThatThrownBy(() -> gate.await(SERVICE, Optional.of(passes), STAYS))
                .hasMessage("here: web was restarted 3 times; the end of its log:\nno licence");
        assertThat(gate.look(SERVICE, passes)).isInstanceOf(HealthVerdict.Unhealthy.class);
    }
}
