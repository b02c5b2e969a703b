package dev.volta.core.keeper.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FrameConnectionTest {
    @TempDir
    private Path folder;

    private ServerSocketChannel server;
    private SocketChannel near;
    private SocketChannel far;
    private final Inbox inbox = new Inbox();

    private static final class Inbox implements FrameConnection.Receiver {
        private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> loss = new CompletableFuture<>();

        @Override
        public void received(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void lost(String reason) {
            loss.complete(reason);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
        near = SocketChannel.open(address);
        far = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        server.close();
    }

    @Test
    void framesOfEverySizeArriveInOrder() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        try (var sender = begin(near, new Inbox());
                var _ = begin(far, inbox)) {
            var sent = new ArrayList<Frame>();
            for (var size : List.of(0, 1, 65536, 1, 262144, 300000, 4 << 20, 0, 17)) {
                var payload = new byte[size];
                random.nextBytes(payload);
                sent.add(new Frame(FrameType.OUT, random.nextInt(), payload));
            }
            for (var i = 0; i < 3000; i++) {
                sent.add(new Frame(FrameType.ERR, i, new byte[random.nextInt(700)]));
            }
            for (var frame : sent) {
                sender.send(frame);
            }
            for (var frame : sent) {
                var arrived = inbox.frames.poll(20, TimeUnit.SECONDS);
                assertThat(arrived).as("seed %d", seed).isNotNull();
                assertThat(arrived.type()).isEqualTo(frame.type());
                assertThat(arrived.stream()).isEqualTo(frame.stream());
                assertThat(arrived.payload()).as("seed %d", seed).isEqualTo(frame.payload());
            }
        }
    }

    @Test
    void refusesToSendWhatNobodyWouldTake() {
        try (var line = begin(near, new Inbox())) {
            assertThatThrownBy(() -> line.send(new Frame(FrameType.OUT, 1, new byte[(4 << 20) + 1])))
                    .isInstanceOf(KeeperProtocolException.class)
                    .hasMessageContaining("at most 4194304");
        }
    }

    @Test
    void aLengthThatIsNoneEndsTheConnection() throws Exception {
        assertLost(ByteBuffer.allocate(9).putInt(-1).put((byte) 34).putInt(1), "a frame claims -1 bytes");
    }

    @Test
    void anUnknownTypeEndsTheConnection() throws Exception {
        assertLost(ByteBuffer.allocate(9).putInt(0).put((byte) 99).putInt(1), "no frame has the type 99");
    }

    @Test
    void whatIsSentBeforeTheEndArrives() throws Exception {
        var line = begin(near, new Inbox());
        try (var _ = begin(far, inbox)) {
            line.post(new Frame(FrameType.OUT, 1, new byte[3 << 20]));
            line.finish();
            assertThat(inbox.loss.get(10, TimeUnit.SECONDS)).isEqualTo("it closed the connection");
            assertThat(inbox.frames).hasSize(1);
        }
    }

    @Test
    void aSenderWaitsForAReaderThatDoesNot() throws Exception {
        try (var line = begin(near, new Inbox())) {
            var sender = Thread.ofVirtual().unstarted(() -> {
                try {
                    while (true) {
                        line.send(new Frame(FrameType.OUT, 1, new byte[Frame.PIECE]));
                    }
                } catch (IOException | InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            assertThat(sender.join(Duration.ofMillis(500))).isFalse();
            sender.interrupt();
            assertThat(sender.join(Duration.ofSeconds(5))).isTrue();
            // An interrupt of one who waits leaves the connection to the others.
            assertThat(near.isOpen()).isTrue();
        }
    }

    @Test
    void aTextThatIsCutShortIsRefused() {
        var frame = new KeeperPayloadWriter().number(100).frame(FrameType.RUN, 1);
        assertThatThrownBy(() -> new KeeperPayloadReader(frame).text())
                .isInstanceOf(KeeperProtocolException.class)
                .hasMessage("a frame RUN of 4 bytes is cut short");
        assertThatThrownBy(() -> new KeeperPayloadReader(frame).texts()).isInstanceOf(KeeperProtocolException.class);
        assertThatThrownBy(() -> new KeeperPayloadReader(frame).longNumber())
                .isInstanceOf(KeeperProtocolException.class);
    }

    private void assertLost(ByteBuffer bytes, String reason) throws Exception {
        try (var _ = begin(far, inbox)) {
            near.write(bytes.flip());
            assertThat(inbox.loss.get(10, TimeUnit.SECONDS)).endsWith(reason);
            assertThat(inbox.frames).isEmpty();
        }
    }

    private static FrameConnection begin(SocketChannel channel, FrameConnection.Receiver receiver) {
        var line = FrameConnection.over(channel, receiver);
        line.begin(Thread.ofVirtual().factory());
        return line;
    }
}
