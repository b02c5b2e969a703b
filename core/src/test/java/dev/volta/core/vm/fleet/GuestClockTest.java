package dev.volta.core.vm.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RunningOnly;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestClockTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    private final List<List<String>> asked = new ArrayList<>();

    @Test
    void isSetIfItStoodStill() throws Exception {
        assertThat(GuestClock.correct(guest("1767225615.500000000"), () -> NOW))
                .contains(new GuestClock.Found(Duration.ofMillis(44_500), true));
        assertThat(asked)
                .containsExactly(List.of("date", "-u", "+%s.%N"), List.of("date", "-s", "@1767225660.000000000"));
    }

    @Test
    void isLeftAloneIfItIsRightOrCannotBeTold() throws Exception {
        for (var told : List.of("1767225660.900000000", "1767225659.100000000", "1767225660.%N", "")) {
            assertThat(GuestClock.correct(guest(told), () -> NOW)).as(told).isEmpty();
        }
        assertThat(asked).containsOnly(List.of("date", "-u", "+%s.%N"));
    }

    private RunningOnly guest(String told) {
        return new RunningOnly(new NodeName("node1")) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) {
                asked.add(command.argv());
                sink.stdout(ByteBuffer.wrap((told + "\n").getBytes(StandardCharsets.UTF_8)));
                return new ExitStatus.Exited(0);
            }
        };
    }
}
