package dev.volta.cli.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshChoicesTest {
    @Test
    void theKeeperReadsWhatTheClientChose() {
        var choices = new SshChoices(
                Path.of("/home/ann"),
                "ann",
                Path.of("/home/ann/.ssh/config"),
                List.of(Path.of("/lab\n2/.volta/known_hosts"), Path.of("/home/ann/.ssh/known_hosts")),
                Optional.of(Path.of("/keys/a b")),
                Optional.of(Path.of("/run/agent")),
                Optional.of(Duration.ofMillis(2500)),
                Optional.of(Transport.OPENSSH),
                Optional.of(Path.of("/lab")),
                Map.of("KEYS", "/keys"));
        assertThat(SshChoices.of(choices.settings())).isEqualTo(choices);
    }

    @Test
    void pathsAreThoseOfTheClientsFolder() {
        var choices = new SshChoices(
                Path.of("/h"),
                "ann",
                Path.of("config"),
                List.of(Path.of("../k")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("")),
                Map.of());
        var here = Path.of("").toAbsolutePath();
        assertThat(choices.settings())
                .containsEntry("folder", here.toString())
                .containsEntry("ssh-config", here.resolve("config").toString())
                .containsEntry("known-hosts", here.resolveSibling("k").toString())
                .doesNotContainKeys("identity", "agent", "connect-timeout");
    }
}
