package dev.volta.hashing.node.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.Message;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Controllers that do not answer, such as one whose process is stopped, or not in a version that is known. */
@Timeout(30)
class SilentControllerTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Message PROGRESS =
            new ClientMessage.Progress(new JobProgress(1, 1, false, 0, 0, 0, "", List.of()));
    private static final JobSpec JOB = new JobSpec(
            new JobId("j"),
            Algorithm.SHA256,
            Symlinks.SKIP,
            List.of(Root.anywhere(RawPath.parse("/r"))),
            List.of(),
            BatchLimits.DEFAULT);

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
        assertThatThrownBy(() -> ControllerClient.connect(socket, "t", SHORT))
                .isInstanceOf(ControllerException.class)
                .hasMessageContaining(
                        "Could not connect: the controller at " + socket + " was silent for 1 s; is it stopped?");
    }

    @Test
    void aFullBacklogIsNotWaitedForEither() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try {
            // Two fit behind a backlog of one.
            for (int i = 0; i < 2; i++) {
                waiting.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThatThrownBy(() -> ControllerClient.connect(socket, "t", SHORT))
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
        try (var client = ControllerClient.connect(socket, "t", Duration.ofSeconds(4))) {
            assertThatThrownBy(() -> client.awaitWorkers(1, SHORT))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("was silent for 4 s; is it stopped?");
        }
        welcoming.join();
    }

    @Test
    void norIsAnyOtherAnswer() throws Exception {
        var welcoming = Thread.ofVirtual().start(this::welcome);
        try (var client = ControllerClient.connect(socket, "t", LONG, SHORT)) {
            assertThatThrownBy(() -> client.forget(new JobId("j")))
                    .isInstanceOf(ControllerException.class)
                    .hasMessage("Could not forget job j: the controller at " + socket
                            + " was silent for 1 s; is it stopped?");
        }
        welcoming.join();
    }

    @Test
    void aJobIsNotFollowedBeyondItsLastProgress() throws Exception {
        var told = new AtomicInteger();
        var progressing = Thread.ofVirtual().start(() -> welcome(PROGRESS, PROGRESS, PROGRESS));
        try (var client = ControllerClient.connect(socket, "t", LONG, SHORT)) {
            assertThatThrownBy(() -> client.run(JOB, progress -> told.incrementAndGet()))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("was silent for 1 s; is it stopped?");
        }
        assertThat(told).hasValue(3);
        progressing.join();
    }

    @Test
    void aControllerOfAnotherVersionIsGivenUpAtOnceWithBothVersions() throws Exception {
        var other = Thread.ofVirtual().start(() -> {
            try (var channel = server.accept()) {
                var frames = new FrameChannel(channel, Frames.MOST_BYTES);
                frames.read();
                frames.send(new Welcome(3, 1000, 10_000, 90_000, false));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(() -> ControllerClient.connect(socket, "t", LONG))
                .isInstanceOf(ControllerException.class)
                .hasMessage("Could not connect: the controller speaks version 3 of the dispatch protocol,"
                        + " and this program version 2; bring all nodes to one version with 'volta deploy-all'");
        other.join();
    }

    /** Answers HELLO, the first question with {@code answers}, and nothing after it. */
    private void welcome(Message... answers) {
        try {
            var frames = new FrameChannel(server.accept(), Frames.MOST_BYTES);
            frames.read();
            frames.send(new Welcome(Handshake.VERSION, 1000, 10_000, 90_000, false));
            frames.read();
            for (var answer : answers) {
                frames.send(answer);
            }
            frames.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
