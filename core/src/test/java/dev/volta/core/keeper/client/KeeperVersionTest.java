package dev.volta.core.keeper.client;

import static dev.volta.core.keeper.TestKeeper.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.TestKeeper;
import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameConnection;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.remote.Command;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keepers and commands that speak different versions of the protocol. */
@Timeout(60)
class KeeperVersionTest {
    private static final int OTHER = 7;

    @TempDir
    private Path folder;

    /** A keeper of another version, with a process that ends when it is told to leave. */
    private static final class OtherKeeper implements AutoCloseable {
        private final KeeperPlace place;
        private final boolean busy;
        private final Process process;
        private final ServerSocketChannel server;
        private final List<FrameType> asked = new CopyOnWriteArrayList<>();

        OtherKeeper(KeeperPlace place, boolean busy) throws IOException {
            this.place = place;
            this.busy = busy;
            this.process = new ProcessBuilder("sleep", "86399").start();
            this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            Files.createDirectories(place.socket().getParent());
            server.bind(UnixDomainSocketAddress.of(place.socket()));
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    var lines = new LinkedBlockingQueue<FrameConnection>();
                    var line = FrameConnection.over(server.accept(), new FrameConnection.Receiver() {
                        @Override
                        public void received(Frame frame) {
                            answer(frame, lines.element());
                        }

                        @Override
                        public void lost(String reason) {}
                    });
                    lines.add(line);
                    line.begin(Thread.ofVirtual().factory());
                }
            } catch (ClosedChannelException _) {
                // it has left
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void answer(Frame frame, FrameConnection line) {
            asked.add(frame.type());
            switch (frame.type()) {
                case HELLO -> {
                    var fleet = place.fleet().toString();
                    line.post(new Greeting.Welcome(OTHER, process.pid(), "older", fleet, busy).frame());
                }
                case STOP -> {
                    line.post(Frame.of(FrameType.DONE, frame.stream()));
                    leave();
                }
                default -> line.close(); // it understands nothing else
            }
        }

        private void leave() {
            try {
                Files.deleteIfExists(place.socket());
                server.close();
                process.destroyForcibly().waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            leave();
        }
    }

    @Test
    void aKeeperOfAnotherVersionThatIsIdleIsReplaced() throws Exception {
        var place = TestKeeper.place(folder);
        try (var other = new OtherKeeper(place, false);
                var access = new KeeperAccess(place, TestKeeper.program(place), Map.of())) {
            try (var remote = access.connect(node("vm1"))) {
                assertThat(remote.run(Command.of("echo", "here")).out()).isEqualTo("here\n");
            }
            assertThat(other.asked).containsExactly(FrameType.HELLO, FrameType.STOP);
            assertThat(other.process.isAlive()).isFalse();
            assertThat(new KeeperControl(place).status().orElseThrow().build()).isEqualTo(TestKeeper.BUILD);
        } finally {
            new KeeperControl(place).stop();
        }
    }

    @Test
    void oneThatIsInUseIsLeftAloneAndBothVersionsAreNamed() throws Exception {
        var place = TestKeeper.place(folder);
        try (var other = new OtherKeeper(place, true);
                var access = new KeeperAccess(place, TestKeeper.noProgram(), Map.of())) {
            assertThatThrownBy(() -> access.connect(node("vm1")))
                    .isInstanceOf(KeeperException.class)
                    .hasMessage("the keeper of this fleet (process " + other.process.pid()
                            + ") is in use and of another build: it is older (protocol 7), and this is test (protocol "
                            + Greeting.VERSION + "); end it with 'volta keeper stop'");
            assertThat(other.asked).containsExactly(FrameType.HELLO);
            assertThat(other.process.isAlive()).isTrue();
        }
    }

    @Test
    void oneIsAskedForNothingButToLeave() throws Exception {
        var place = TestKeeper.place(folder);
        try (var other = new OtherKeeper(place, true)) {
            var control = new KeeperControl(place);
            var refusal = "the keeper of this fleet (process " + other.process.pid()
                    + ") speaks version 7 of the keeper's protocol, and this program version " + Greeting.VERSION
                    + "; end it with 'volta keeper stop'";
            assertThatThrownBy(control::status)
                    .isInstanceOf(KeeperException.class)
                    .hasMessage(refusal);
            assertThatThrownBy(() -> control.closeTunnel(1))
                    .isInstanceOf(KeeperException.class)
                    .hasMessage(refusal);
            assertThat(other.asked).containsExactly(FrameType.HELLO, FrameType.HELLO);
            assertThat(control.stop()).hasValue(other.process.pid());
            assertThat(other.process.isAlive()).isFalse();
        }
    }

    /** As a later command sends it; what it says after the version is not looked at. */
    @Test
    void aCommandOfAnotherVersionLearnsThisOneAndMayHaveTheKeeperLeave() throws Exception {
        var place = TestKeeper.place(folder);
        var answers = new LinkedBlockingQueue<Frame>();
        try (var keeper = TestKeeper.in(place);
                var line = connected(place, answers)) {
            line.send(new KeeperPayloadWriter()
                    .number(0x564b5052)
                    .number(Greeting.VERSION + 1)
                    .number(-1)
                    .frame(FrameType.HELLO, 0));
            var welcome = Greeting.Welcome.read(next(answers));
            assertThat(welcome.version()).isEqualTo(Greeting.VERSION);
            assertThat(welcome.build()).isEqualTo(TestKeeper.BUILD);
            assertThat(welcome.busy()).isFalse();
            assertThat(keeper.left()).isFalse();
            line.send(Frame.of(FrameType.STOP, 1));
            assertThat(next(answers).type()).isEqualTo(FrameType.DONE);
            TestKeeper.eventually(keeper::left, "the keeper leaves");
        }
    }

    private static FrameConnection connected(KeeperPlace place, BlockingQueue<Frame> answers) throws IOException {
        var line = FrameConnection.over(
                SocketChannel.open(UnixDomainSocketAddress.of(place.socket())), new FrameConnection.Receiver() {
                    @Override
                    public void received(Frame frame) {
                        answers.add(frame);
                    }

                    @Override
                    public void lost(String reason) {
                        answers.add(Frame.of(FrameType.LOST, 0));
                    }
                });
        line.begin(Thread.ofVirtual().factory());
        return line;
    }

    private static Frame next(BlockingQueue<Frame> answers) throws InterruptedException {
        var frame = answers.poll(20, TimeUnit.SECONDS);
        assertThat(frame).as("an answer within 20 s").isNotNull();
        return frame;
    }
}
