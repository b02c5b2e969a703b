package dev.volta.hashing.node.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose process is stopped: its kernel still accepts connections, and nobody answers. */
@Timeout(30)
class SilentControllerTest {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private Path socket = Path.of("unset");
    private ServerSocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 1);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theHandshakeIsNotWaitedForLongerThanPatienceLasts() {
        assertThatThrownBy(() -> ControllerClient.connect(socket, "t", PATIENCE))
                .isInstanceOf(ControllerException.class)
                .hasMessageContaining("did not answer for 0 s; is it stopped?");
    }

    @Test
    void aFullBacklogIsNotWaitedForEither() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try {
            // Two fit behind a backlog of one.
            for (int i = 0; i < 2; i++) {
                waiting.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThatThrownBy(() -> ControllerClient.connect(socket, "t", PATIENCE))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("is it stopped?");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void neitherAreTheWorkers() throws Exception {
        var welcoming = Thread.ofVirtual().start(this::welcome);
        try (var client = ControllerClient.connect(socket, "t", Duration.ofSeconds(20))) {
            assertThatThrownBy(() -> client.awaitWorkers(1, PATIENCE))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("is it stopped?");
        }
        welcoming.join();
    }

    /** Answers HELLO and nothing after it. */
    private void welcome() {
        try {
            var frames = new FrameChannel(server.accept(), Frames.MOST_BYTES);
            frames.read();
            frames.send(new Welcome(Handshake.VERSION, 1000, 1000, false));
            frames.read();
            frames.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
