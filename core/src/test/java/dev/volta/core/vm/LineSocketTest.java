package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private interface Talk {
        void with(SocketChannel peer, LineSocket socket) throws Exception;
    }

    private void talk(Talk talk) throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var peer = SocketChannel.open(address);
                var socket = LineSocket.of(server.accept(), "test")) {
            talk.with(peer, socket);
        }
    }

    private static void send(SocketChannel peer, String text) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                peer.write(bytes);
            }
        } catch (IOException _) {
            // the other side has closed
        }
    }

    @Test
    void givesLinesOneByOneAndTheLastOneWithoutItsEnd() throws Exception {
        talk((peer, socket) -> {
            send(peer, "one \r\n\nl\u00fc\nlast");
            peer.shutdownOutput();
            for (var line : new String[] {"one ", "", "l\u00fc", "last"}) {
                assertThat(socket.next(PATIENCE)).isEqualTo(new LineSocket.Line(line));
            }
            assertThat(socket.next(PATIENCE)).isEqualTo(new LineSocket.End());
            assertThat(socket.next(PATIENCE)).isEqualTo(new LineSocket.End());
        });
    }

    @Test
    void endsWhereALineHasNoEnd() throws Exception {
        talk((peer, socket) -> {
            send(peer, "x".repeat(2 << 20));
            socket.ended().get(20, TimeUnit.SECONDS);
            assertThat(socket.next(PATIENCE)).isEqualTo(new LineSocket.End());
        });
    }

    @Test
    void endsWhereMoreLinesComeThanAnybodyAsksFor() throws Exception {
        talk((peer, socket) -> {
            send(peer, "line\n".repeat(5000));
            socket.ended().get(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void endsWhereMoreTextComesThanAnybodyAsksFor() throws Exception {
        talk((peer, socket) -> {
            send(peer, ("x".repeat(1 << 19) + "\n").repeat(20));
            socket.ended().get(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void hearsAsManyLinesAsAreAskedFor() throws Exception {
        talk((peer, socket) -> {
            for (var i = 0; i < 5000; i++) {
                send(peer, "line " + i + "\n");
                assertThat(socket.next(PATIENCE)).isEqualTo(new LineSocket.Line("line " + i));
            }
        });
    }
}
