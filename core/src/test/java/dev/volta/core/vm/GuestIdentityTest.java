package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GuestIdentityTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000, 5);
    private static final GuestIdentity IDENTITY = new GuestIdentity(
            "worker-1",
            new byte[] {1, 2, 3},
            SshKeyPairTest.FILE.getBytes(StandardCharsets.US_ASCII),
            bytes("authorized"));

    @Test
    void comesInTheOrderThatTheGuestNeedsAndStartsItLast() throws Exception {
        var lines = IDENTITY.lines(NOW);
        assertThat(lines.get(1)).matches("MACHINE-ID [0-9a-f]{32}");
        assertThat(lines.stream().filter(line -> !line.startsWith("MACHINE-ID ")))
                .containsExactly(
                        "NAME worker-1",
                        "TIME 1700000000.000000005",
                        "SEED AQID",
                        "HOST-KEY " + SshKeyPairTest.SECRET_AND_POINT,
                        "AUTHORIZED YXV0aG9yaXplZA==",
                        "DISK",
                        "START");
    }

    @Test
    void hasAnotherMachineIdEachTime() throws Exception {
        assertThat(IDENTITY.lines(NOW).get(1)).isNotEqualTo(IDENTITY.lines(NOW).get(1));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
