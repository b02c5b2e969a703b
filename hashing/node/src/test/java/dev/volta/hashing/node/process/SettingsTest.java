package dev.volta.hashing.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    private Settings settings(String text) throws IOException {
        return new Settings(Files.writeString(folder.resolve("s"), text));
    }

    @Test
    void everyProblemIsToldAtOnce() throws IOException {
        Settings settings = settings("sokcet=x\nheartbeat.millis=soon\n");
        settings.requiredText("socket");
        settings.millis("heartbeat.millis", Duration.ofSeconds(1));
        settings.owner();
        assertThatThrownBy(settings::check)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(folder.resolve("s") + ": ")
                .hasMessageContaining("socket: missing")
                .hasMessageContaining("heartbeat.millis: 'soon' is no positive number")
                .hasMessageContaining("sokcet: unknown key");
    }

    @Test
    void whatIsNotGivenHasItsDefault() throws IOException {
        Settings settings = settings("socket = /run/x \n");
        assertThat(settings.requiredPath("socket")).isEqualTo(Path.of("/run/x"));
        assertThat(settings.millis("heartbeat.millis", Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.owner()).isEmpty();
        settings.check();
    }

    @Test
    void anOwnerLivesAsLongAsItsFileIsLocked() throws IOException {
        Path lock = folder.resolve("run\nner.run");
        Owner owner =
                settings("owner.lock=" + folder + "/run\\nner.run\n").owner().orElseThrow();
        assertThat(owner.isAlive()).isFalse();
        try (KernelLock held = KernelLock.tryTake(lock).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(owner.isAlive()).isTrue();
        }
        assertThat(owner.isAlive()).isFalse();
        Files.delete(lock);
        Files.createSymbolicLink(lock, folder.resolve("s")); // cannot be opened: no reason to end
        assertThat(owner.isAlive()).isTrue();
    }
}
