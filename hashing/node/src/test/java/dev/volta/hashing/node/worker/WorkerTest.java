package dev.volta.hashing.node.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.wire.ProcessUser;
import dev.volta.hashing.node.process.Stranger;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own, which waits for a controller that it will never have. */
class WorkerTest {
    private static final long PATIENCE_S = 60;

    @TempDir
    Path folder;

    private Path socket = Path.of("unset");
    private Path token = Path.of("unset");
    private @Nullable Process worker;

    @BeforeEach
    void choosePlaces() {
        socket = folder.resolve("c.sock");
        token = folder.resolve("token");
    }

    @AfterEach
    void end() throws InterruptedException {
        Process started = worker;
        if (started != null) {
            started.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    /** The first line that it prints of why it waits; {@code null} as text if it prints none. */
    private String firstLine() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("w.properties"), "id=w\nnode=n\nsocket=" + socket + "\ntoken.file=" + token + "\n");
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        settings.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        worker = started;
        var _ = started.onExit()
                .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                .whenComplete((_, _) -> started.destroyForcibly());
        var errors = started.errorReader();
        while (true) {
            String line = errors.readLine();
            if (line == null || line.startsWith("worker w: ")) {
                return String.valueOf(line);
            }
        }
    }

    @Test
    void saysThatSomebodyElseListens() throws Exception {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can listen as somebody else");
        Files.writeString(token, "secret");
        try (Stranger stranger = Stranger.listen(socket)) {
            assertThat(firstLine()).isEqualTo("worker w: user " + stranger.uid() + " listens on " + socket);
        }
    }

    @Test
    void namesBothVersionsToAControllerOfAnotherOne() throws Exception {
        Files.writeString(token, "secret");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            var other = Thread.ofVirtual().start(() -> {
                try (var channel = server.accept()) {
                    FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
                    frames.read();
                    frames.send(new Welcome(3, 1000, 10_000, 90_000, false));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(firstLine())
                    .isEqualTo("worker w: the controller speaks version 3 of the dispatch protocol, and this program"
                            + " version 2; bring all nodes to one version with 'volta deploy-all' (UNKNOWN_VERSION)");
            other.join();
        }
    }

    @Test
    void saysThatItsTokenCannotBeRead() throws Exception {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(firstLine())
                    .isEqualTo("worker w: the token cannot be read: java.nio.file.NoSuchFileException: " + token);
        }
    }
}
