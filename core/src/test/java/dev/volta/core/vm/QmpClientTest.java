package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that plays QEMU: a greeting, then one prepared answer per command, then the end. */
class QmpClientTest {
    private static final String GREETING =
            "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 7}}, \"capabilities\": []}}\n";
    private static final String DONE = "{\"return\": {}}\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @Test
    void negotiatesAndAsksForTheStatusPastEvents() throws Exception {
        var event = "{\"event\": \"RESUME\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}\n";
        try (var _ = qemu(GREETING, DONE, event + "{\"return\": {\"status\": \"running\", \"running\": true}}\n");
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThat(client.status()).isEqualTo("running");
        }
        assertThat(asked).containsExactly("{\"execute\": \"qmp_capabilities\"}", "{\"execute\": \"query-status\"}");
    }

    @Test
    void tellsWhatQemuRefuses() throws Exception {
        var error = "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no power button\"}}\n";
        try (var _ = qemu(GREETING, DONE, error);
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThatThrownBy(client::powerDown)
                    .isInstanceOf(VmException.class)
                    .hasMessage("QEMU refuses system_powerdown: no power button (GenericError)");
        }
    }

    @Test
    void takesTheEndOfTheStreamForTheEndOfQemu() throws Exception {
        try (var _ = qemu(GREETING, DONE);
                var client = QmpClient.connect(socket(), PATIENCE)) {
            assertThatThrownBy(client::status).isInstanceOf(IOException.class);
        }
    }

    @Test
    void quitsThoughQemuGoesWithoutAnAnswer() throws Exception {
        try (var _ = qemu(GREETING, DONE, "");
                var client = QmpClient.connect(socket(), PATIENCE)) {
            client.quit();
        }
        assertThat(asked).endsWith("{\"execute\": \"quit\"}");
    }

    @Test
    void refusesWhatIsNoQemu() throws Exception {
        try (var _ = qemu("SSH-2.0-something\n")) {
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

    private ServerSocketChannel qemu(String greeting, String... answers) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofVirtual().start(() -> play(server, greeting, new ArrayDeque<>(List.of(answers))));
        return server;
    }

    private void play(ServerSocketChannel server, String greeting, Queue<String> answers) {
        try (var channel = server.accept()) {
            channel.write(ByteBuffer.wrap(greeting.getBytes(StandardCharsets.UTF_8)));
            var lines =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            while (!answers.isEmpty()) {
                asked.add(lines.readLine());
                channel.write(ByteBuffer.wrap(answers.remove().getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            // the client has left
        }
    }
}
