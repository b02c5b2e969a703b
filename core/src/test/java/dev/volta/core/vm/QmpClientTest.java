package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmpClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void negotiatesAndAsksForTheStatusPastEvents() throws Exception {
        var event = "{\"event\": \"RESUME\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}\n";
        try (var qemu = FakeQmp.start(
                        socket(), event + "{\"return\": {\"status\": \"running\", \"running\": true}}\n");
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThat(client.status()).isEqualTo("running");
            assertThat(qemu.asked())
                    .containsExactly("{\"execute\":\"qmp_capabilities\"}", "{\"execute\":\"query-status\"}");
        }
    }

    @Test
    void tellsWhatQemuRefuses() throws Exception {
        var error = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no power button\"}}\n";
        try (var _ = FakeQmp.start(socket(), error);
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThatThrownBy(client::powerDown)
                    .isInstanceOf(VmException.class)
                    .hasMessage("QEMU refuses system_powerdown: no power button (GenericError)");
        }
    }

    @Test
    void takesTheEndOfTheStreamForTheEndOfQemu() throws Exception {
        try (var _ = FakeQmp.start(socket());
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThatThrownBy(client::status).isInstanceOf(IOException.class);
            client.ended().get();
        }
    }

    @Test
    void quitsThoughQemuGoesWithoutAnAnswer() throws Exception {
        try (var qemu = FakeQmp.start(socket(), "");
                var client = QmpClient.connect(socket(), PATIENCE)) {
            client.quit();
            assertThat(qemu.asked()).endsWith("{\"execute\":\"quit\"}");
        }
    }

    @Test
    void refusesWhatIsNoQemu() throws Exception {
        try (var _ = FakeQmp.greeting(socket(), "SSH-2.0-something\n")) {
            assertThatThrownBy(() -> QmpClient.connect(socket(), PATIENCE)).isInstanceOf(VmException.class);
        }
    }

    @Test
    void givesUpOnSilence() throws Exception {
        try (var _ = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()))) {
            assertThatThrownBy(() -> QmpClient.connect(socket(), Duration.ofMillis(50)))
                    .isInstanceOf(VmException.class)
                    .hasMessageContaining("has not answered greeting");
        }
    }

    private Path socket() {
        return folder.resolve("qmp.sock");
    }
}
