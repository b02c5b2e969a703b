package dev.volta.core.keeper.client;

import static dev.volta.core.keeper.TestKeeper.eventually;
import static dev.volta.core.keeper.TestKeeper.node;
import static dev.volta.core.keeper.TestKeeper.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Reach;
import dev.volta.core.keeper.TestKeeper;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.remote.local.LocalRemote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node over the keeper does what the same node does without one. */
@Timeout(60)
class KeeperRemoteTest {
    @TempDir
    private Path folder;

    private TestKeeper keeper;
    private KeeperAccess access;
    private Remote remote;

    @BeforeEach
    void start() throws Exception {
        keeper = TestKeeper.in(TestKeeper.place(folder));
        access = keeper.access();
        remote = access.connect(node("vm1"));
    }

    @AfterEach
    void stop() {
        remote.close();
        access.close();
        keeper.close();
    }

    @Test
    void keepsStdoutAndStderrApart() throws InterruptedException {
        var done = remote.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));
        assertThat(done.node().value()).isEqualTo("vm1");
        assertThat(done.out()).isEqualTo("out\n");
        assertThat(done.err()).isEqualTo("err\n");
        assertThat(done.status()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    void passesEveryArgumentUntouched() throws InterruptedException {
        var done = remote.run(Command.of("printf", "%s|", "a b", "it's", "$HOME", "", "*", "ü"));
        assertThat(done.out()).isEqualTo("a b|it's|$HOME||*|ü|");
    }

    @Test
    void feedsStdinThenEndsIt() throws InterruptedException {
        var seed = System.nanoTime();
        var much = new byte[3_000_001];
        new Random(seed).nextBytes(much);
        assertThat(remote.run(Command.of("cat").withStdin(much)).stdout())
                .as("seed %d", seed)
                .isEqualTo(much);
    }

    @Test
    void doesNotMindAProgramThatLeavesItsInputUnread() throws InterruptedException {
        var done = remote.run(Command.of("true").withStdin(new byte[8 << 20]));
        assertThat(done.status()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void inputThatBreaksOffIsTheFailureOfTheCommand() throws Exception {
        var pidFile = folder.resolve("reader");
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                awaitProgram(pidFile);
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        CommandInput input = () -> new SequenceInputStream(new ByteArrayInputStream(new byte[200_000]), broken);
        var command = Command.of("sh", "-c", "echo $$ > " + pidFile + "; cat > /dev/null")
                .withStdin(input);
        assertThatThrownBy(() -> remote.run(command))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the input cannot be read: the disk is gone");
        assertThat(remote.run(Command.of("true")).ok()).isTrue();
        eventually(() -> !runs(pidFile), "the program ends");
    }

    private static void awaitProgram(Path pidFile) throws IOException {
        try {
            eventually(() -> Files.exists(pidFile) && Files.size(pidFile) > 1, "the program runs");
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void inputIsReadAsItComes() throws Exception {
        try (var from = new PipedOutputStream();
                var source = new PipedInputStream(from)) {
            from.write("question\n".getBytes(StandardCharsets.UTF_8));
            var said = new StringBuilder();
            var status = remote.run(
                    Command.of("sh", "-c", "read a; echo $a; read b; echo $b").withStdin(() -> source),
                    new OutputSink() {
                        @Override
                        public void stdout(ByteBuffer bytes) {
                            said.append(StandardCharsets.UTF_8.decode(bytes));
                            try {
                                from.write("answer\n".getBytes(StandardCharsets.UTF_8));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }

                        @Override
                        public void stderr(ByteBuffer bytes) {}
                    });
            assertThat(status.ok()).isTrue();
            assertThat(said).hasToString("question\nanswer\n");
        }
    }

    @Test
    void tellsTheSignalThatEndedAProgram() throws InterruptedException {
        assertThat(remote.run(Command.of("sh", "-c", "kill -KILL $$")).status())
                .isEqualTo(new ExitStatus.Signalled("KILL"));
    }

    @Test
    void endsACommandThatRunsPastItsLimit() throws InterruptedException {
        var limit = Duration.ofMillis(300);
        assertThat(remote.run(Command.of("sleep", "60").withTimeout(limit)).status())
                .isEqualTo(new ExitStatus.TimedOut(limit));
        assertThat(remote.run(Command.of("true")).ok()).isTrue();
    }

    @Test
    void anInterruptEndsTheCommandAndNoOther() throws Exception {
        var pidFile = folder.resolve("pid");
        var outcome = new AtomicReference<Object>();
        var runner = Thread.ofPlatform().start(() -> {
            try {
                outcome.set(remote.run(Command.of("sh", "-c", "echo $$ > " + pidFile + "; exec sleep 60")));
            } catch (InterruptedException e) {
                outcome.set(e);
            }
        });
        var other = new AtomicReference<Object>();
        var bystander = Thread.ofVirtual().start(() -> {
            try {
                other.set(
                        remote.run(Command.of("sh", "-c", "sleep 2; echo done")).out());
            } catch (InterruptedException e) {
                other.set(e);
            }
        });
        eventually(() -> Files.exists(pidFile) && Files.size(pidFile) > 1, "the program runs");
        runner.interrupt();
        runner.join(5000);
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        eventually(() -> !runs(pidFile), "the program ends");
        bystander.join();
        assertThat(other.get()).isEqualTo("done\n");
    }

    @Test
    void aSinkThatThrowsEndsTheCommand() throws InterruptedException {
        assertThatThrownBy(() -> remote.run(Command.of("yes"), new OutputSink() {
                    @Override
                    public void stdout(ByteBuffer bytes) {
                        throw new IllegalStateException("enough");
                    }

                    @Override
                    public void stderr(ByteBuffer bytes) {}
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(remote.run(Command.of("true")).ok()).isTrue();
    }

    @Test
    void failuresAreWordedAsWithoutAKeeper() {
        var direct = new LocalRemote(remote.node());
        var missing = Command.of("/no/such/program", "a b");
        var expected = message(() -> direct.run(missing));
        assertThat(expected).startsWith("vm1: cannot run");
        assertThat(message(() -> remote.run(missing))).isEqualTo(expected);
        var target = folder.resolve("x");
        assertThat(message(() -> remote.download("/no/such/file", target, TransferProgress.NONE)))
                .isEqualTo(message(() -> direct.download("/no/such/file", target, TransferProgress.NONE)));
        assertThat(target).doesNotExist();
    }

    @Test
    void aNodeThatCannotBeReachedFailsOnConnecting() {
        assertThatThrownBy(() -> access.connect(node("away")))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.node().value()).isEqualTo("away"))
                .hasMessage("away: no route to host");
    }

    @Test
    void thisMachineIsWorkedOnWithoutTheKeeper() throws InterruptedException {
        var vm1 = node("vm1");
        var here = new dev.volta.core.config.Node(
                vm1.name(), new Reach.Here(), vm1.labels(), vm1.vm(), vm1.paths(), vm1.origin());
        var local = access.connect(here);
        assertThat(local).isInstanceOf(LocalRemote.class);
        var session = Command.of("cut", "-d", " ", "-f", "6", "/proc/self/stat");
        assertThat(local.run(session).out())
                .as("not the terminal's, whose Ctrl-C is for volta")
                .isNotEqualTo(new LocalRemote(vm1.name()).run(session).out());
    }

    @Test
    void carriesFilesBothWaysAndTellsHowFarItCame() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        var there = folder.resolve("deep/it's er/b");
        var upload = new Upload(source, there.toString(), 0640);
        var moved = new ArrayList<String>();
        assertThat(remote.upload(upload, (bytes, total) -> moved.add(bytes + "/" + total)))
                .isEqualTo(Upload.Outcome.SENT);
        assertThat(moved).containsExactly("0/7", "7/7");
        assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                .isEqualTo("rw-r-----");
        remote.download(there.toString(), folder.resolve("back"), TransferProgress.NONE);
        assertThat(folder.resolve("back")).hasContent("content");
    }

    @Test
    void aTunnelOutlivesTheCommandThatOpenedIt() throws Exception {
        var there = folder.resolve("there.sock");
        var here = folder.resolve("here.sock");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(there));
            var tunnel = remote.socketToNode(here, there.toString());
            assertThat(tunnel.isOpen()).isTrue();
            access.close();
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(here))) {
                assertThat(client.isConnected()).isTrue();
            }
        }
        keeper.close();
        assertThat(here).doesNotExist();
    }

    @Test
    void aTunnelIsClosedByItsNumber() throws Exception {
        var here = folder.resolve("here.sock");
        var tunnel = remote.socketToNode(here, folder.resolve("there.sock").toString());
        var control = new KeeperControl(TestKeeper.place(folder));
        var held = control.status().orElseThrow().tunnels().getFirst();
        assertThat(control.closeTunnel(held.id() + 1)).isEmpty();
        assertThat(tunnel.isOpen()).isTrue();
        assertThat(control.closeTunnel(held.id())).contains(held);
        assertThat(tunnel.isOpen()).isFalse();
        assertThat(here).doesNotExist();
        assertThat(control.closeTunnel(held.id())).isEmpty();
    }

    @Test
    void aTunnelIsClosedByTheCommandThatOpenedIt() throws Exception {
        var here = folder.resolve("here.sock");
        var tunnel = remote.socketFromNode(here.toString(), folder.resolve("there.sock"));
        assertThat(here).isSymbolicLink();
        tunnel.close();
        assertThat(tunnel.isOpen()).isFalse();
        assertThat(Files.isSymbolicLink(here)).isFalse();
    }

    private interface Deed {
        void run() throws InterruptedException;
    }

    private static String message(Deed deed) {
        try {
            deed.run();
        } catch (RemoteException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("no failure");
    }
}
