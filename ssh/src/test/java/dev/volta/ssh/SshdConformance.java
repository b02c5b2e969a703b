package dev.volta.ssh;

import static dev.volta.ssh.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Port;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.wire.RawText;
import dev.volta.ssh.config.AgentChoice;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a remote does against OpenSSH itself. */
abstract class SshdConformance extends WrapperConformance {
    private OpenSshd sshd() {
        return (OpenSshd) server;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void logsInWithEachKindOfKey(String type) throws Exception {
        var open = Keys.make(folder, type, type);
        var locked = Keys.make(folder, type + "-locked", type, "open sesame");
        sshd().authorize(open);
        sshd().authorize(locked);
        try (var remote = link.connect(target.withIdentityFiles(open))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        try (var chosen = link(settings.withPassphrases(file -> Optional.of("open sesame")));
                var remote = chosen.connect(target.withIdentityFiles(locked))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"})
    void trustsAServerByAnyOneOfItsKeys(String algorithm) throws Exception {
        var one = HostKeys.load(folder.resolve("one"), List.of());
        one.pin(
                "127.0.0.1",
                server.port(),
                server.hostKeys().stream()
                        .filter(key -> key.algorithm().equals(algorithm))
                        .toList());
        try (var chosen = link(SshSettings.with(one));
                var remote = chosen.connect(target)) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logsInWithAKeyThatOnlyTheAgentHas(boolean identitiesOnly) throws Exception {
        var key = Keys.make(folder, "agent-key", "ed25519");
        var other = Keys.make(folder, "other-key", "rsa");
        sshd().authorize(key);
        try (var agent = Agent.start(folder.resolve("agent.sock"), other, key)) {
            Keys.run(List.of("ssh-keygen", "-q", "-p", "-P", "", "-N", "open sesame", "-f", key.toString()));
            try (var chosen = link(settings.withAgent(agent.socket()));
                    var remote = chosen.connect(target.withIdentityFiles(key).withIdentitiesOnly(identitiesOnly))) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
            }
            try (var chosen = link(settings.withAgent(agent.socket()))) {
                assertThatThrownBy(() ->
                                chosen.connect(target.withIdentityFiles(other).withIdentitiesOnly(true)))
                        .isInstanceOf(SshException.class);
            }
        }
    }

    @Test
    void theNamedKeyComesBeforeThoseOfTheAgent() throws Exception {
        var others = new Path[8];
        for (var i = 0; i < others.length; i++) {
            others[i] = Keys.make(folder, "other-" + i, "ed25519");
        }
        try (var agent = Agent.start(folder.resolve("agent.sock"), others);
                var chosen = link(settings.withAgent(agent.socket()));
                var remote = chosen.connect(target)) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
    }

    @Test
    void anAgentThatDoesNotAnswerIsLeftOutAndTold() throws Exception {
        var dead = folder.resolve("agent.sock");
        listen(dead).close();
        try (var chosen = link(settings.withAgent(dead))) {
            try (var remote = chosen.connect(target)) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
            }
            var wrong = Keys.make(folder, "wrong", "ed25519");
            assertThatThrownBy(() -> chosen.connect(target.withIdentityFiles(wrong)))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("the agent at " + dead + " does not answer");
        }
    }

    @Test
    void oneUnusableKeyDoesNotKeepAnotherOut() throws Exception {
        var putty =
                Files.writeString(folder.resolve("key.ppk"), "PuTTY-User-Key-File-9: ssh-ed25519\nEncryption: none\n");
        var junk = Files.write(folder.resolve("junk"), new byte[] {1, 2, 3});
        var locked = Keys.make(folder, "locked", "ed25519", "open sesame");
        for (var file : List.of(putty, junk)) {
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
        try (var chosen = link(settings.withPassphrases(file -> Optional.of("sesame")));
                var remote = chosen.connect(target.withIdentityFiles(putty, junk, locked, server.clientKey()))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        assertThatThrownBy(() -> link.connect(target.withIdentityFiles(junk, folder.resolve("none"))))
                .isInstanceOf(SshException.class)
                .hasMessageContaining(junk.toString())
                .hasMessageContaining(folder.resolve("none") + " does not exist");
    }

    @Test
    void aPublicKeyNamesAKeyOfTheAgent() throws Exception {
        var key = Keys.make(folder, "agent-key", "ed25519");
        var other = Keys.make(folder, "other-key", "ed25519");
        sshd().authorize(key);
        try (var agent = Agent.start(folder.resolve("agent.sock"), other, key);
                var chosen = link(settings.withAgent(agent.socket()))) {
            Files.delete(key);
            for (var named : List.of(key, Path.of(key + ".pub"))) {
                try (var remote = chosen.connect(target.withIdentityFiles(named).withIdentitiesOnly(true))) {
                    assertThat(remote.run(Command.of("true")).ok()).isTrue();
                }
            }
            assertThatThrownBy(() -> chosen.connect(
                            target.withIdentityFiles(Path.of(other + ".pub")).withIdentitiesOnly(true)))
                    .isInstanceOf(SshException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
    void logsInWithACertificate(String type) throws Exception {
        var authority = Keys.make(folder, "authority", "ed25519");
        var authorized = server.clientKey().resolveSibling("authorized_keys");
        Files.writeString(authorized, "cert-authority " + Files.readString(Path.of(authority + ".pub")));
        var key = Keys.make(folder, "key", type);
        assertThatThrownBy(() -> link.connect(target.withIdentityFiles(key))).isInstanceOf(SshException.class);
        certify(authority, key);
        try (var remote = link.connect(target.withIdentityFiles(key))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        try (var agent = Agent.start(folder.resolve("agent.sock"), key);
                var chosen = link(settings.withAgent(agent.socket()));
                var remote = chosen.connect(target.withIdentityFiles())) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        var elsewhere = Files.move(Path.of(key + "-cert.pub"), folder.resolve("today.pub"));
        var options = new TargetOptions(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(elsewhere),
                true,
                new AgentChoice.None(),
                Optional.empty());
        try (var remote = link.connect(target.withIdentityFiles(key).withOptions(options))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        var ofAgent = new TargetOptions(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(elsewhere),
                true,
                new AgentChoice.Usual(),
                Optional.empty());
        try (var agent = Agent.start(folder.resolve("agent2.sock"), key);
                var chosen = link(settings.withAgent(agent.socket()));
                var remote = chosen.connect(target.withIdentityFiles().withOptions(ofAgent))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
    }

    private static void certify(Path authority, Path key) throws Exception {
        Keys.run(List.of(
                "ssh-keygen",
                "-q",
                "-s",
                authority.toString(),
                "-I",
                "test",
                "-n",
                System.getProperty("user.name"),
                "-V",
                "-1h:+1h",
                key + ".pub"));
    }

    @Test
    void refusesAHostKeyThatSignsBySha1() throws Exception {
        try (var old = OpenSshd.start(Files.createDirectory(folder.resolve("old")), "HostKeyAlgorithms ssh-rsa")) {
            assertThatThrownBy(() -> link.connect(targetOn(old)))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.KEY_EXCHANGE));
        }
    }

    @Test
    void refusesAKeyInAFileOfRevokedKeys() throws Exception {
        var lines = new StringBuilder("# gone\n");
        for (var key : server.hostKeys()) {
            lines.append(key.algorithm()).append(' ').append(key.base64()).append(" stolen\n");
        }
        var revoked = Files.writeString(folder.resolve("revoked"), lines);
        assertThatThrownBy(() -> link.connect(target.withOptions(revoking(revoked))))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY))
                .hasMessageContaining("marked as revoked in ");
        var other = Keys.make(folder, "other", "ed25519");
        try (var remote = link.connect(target.withOptions(revoking(Path.of(other + ".pub"))))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        assertThatThrownBy(() -> link.connect(target.withOptions(revoking(folder.resolve("missing")))))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY));
    }

    private static TargetOptions revoking(Path file) {
        return new TargetOptions(
                Optional.empty(), List.of(), List.of(file), List.of(), true, new AgentChoice.Usual(), Optional.empty());
    }

    @Test
    void looksAKeyUpUnderItsAlias() throws Exception {
        var aliased = HostKeys.load(folder.resolve("aliased"), List.of());
        aliased.pin("rack-7", 22, server.hostKeys());
        var options = new TargetOptions(
                Optional.of("rack-7"),
                List.of(),
                List.of(),
                List.of(),
                true,
                new AgentChoice.Usual(),
                Optional.empty());
        try (var chosen = link(SshSettings.with(aliased))) {
            try (var remote = chosen.connect(target.withOptions(options))) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
            }
            assertThatThrownBy(() -> chosen.connect(target))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY));
        }
    }

    @Test
    void theFileOfOneHostCountsForNoOther() throws Exception {
        var own = target.withOptions(TargetOptions.NONE.withKnownHosts(List.of(folder.resolve("known_hosts"))));
        try (var chosen = link(SshSettings.with(HostKeys.load(folder.resolve("none"), List.of())))) {
            try (var remote = chosen.connect(own)) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
            }
            assertThatThrownBy(() -> chosen.connect(target))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY));
        }
    }

    @Test
    void doesNotConnectByAFileOfPinsThatOthersCanWrite() throws Exception {
        var open = Files.writeString(folder.resolve("open"), "");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> link.connect(target.withOptions(TargetOptions.NONE.withKnownHosts(List.of(open)))))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY))
                .hasMessageContaining(open.toString());
    }

    @Test
    void scansAServerWhoseKeyIsKnown() throws Exception {
        var nothing = SshSettings.with(HostKeys.load(folder.resolve("none"), List.of()));
        var own = target.withOptions(TargetOptions.NONE.withKnownHosts(List.of(folder.resolve("known_hosts"))));
        assertThat(Link.scan(nothing, own)).containsExactlyInAnyOrderElementsOf(server.hostKeys());
    }

    @Test
    void scansTheKeysThatTheServerHas() throws Exception {
        var nothing = SshSettings.with(HostKeys.load(folder.resolve("none"), List.of()));
        assertThat(Link.scan(nothing, target)).containsExactlyInAnyOrderElementsOf(server.hostKeys());
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aGibibyteOfOutputDoesNotStayInMemory() throws InterruptedException {
        var seen = new AtomicLong();
        var most = new AtomicLong();
        var runtime = Runtime.getRuntime();
        try (var remote = connect()) {
            System.gc();
            var before = runtime.totalMemory() - runtime.freeMemory();
            var next = new AtomicLong(128L << 20);
            var status = remote.run(Command.of("head", "-c", Long.toString(1L << 30), "/dev/zero"), new OutputSink() {
                @Override
                public void stdout(ByteBuffer bytes) {
                    if (seen.addAndGet(bytes.remaining()) > next.get()) {
                        next.addAndGet(128L << 20);
                        System.gc();
                        most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory() - before, Math::max);
                    }
                }

                @Override
                public void stderr(ByteBuffer bytes) {}
            });
            assertThat(status.ok()).isTrue();
        }
        assertThat(seen.get()).isEqualTo(1L << 30);
        assertThat(most.get()).as("bytes of heap gained").isLessThan(32L << 20);
    }

    @Test
    void aFullDiskIsNamedAndGetsItsSpaceBack() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        var mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m", "none", small.toString())
                .redirectErrorStream(true)
                .start();
        assumeTrue(mounted.waitFor() == 0, "a small file system cannot be mounted here");
        try (var remote = connect()) {
            var source = randomFile("large", 12_000_000, 5);
            var there = small.resolve("there");
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0600), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("cannot write " + there)
                    .hasMessageContaining("No space left on device");
            assertThat(small).isEmptyDirectory();
        } finally {
            eventually(
                    () -> new ProcessBuilder("umount", small.toString()).start().waitFor() == 0,
                    "the node lets go of the file system");
        }
    }

    @Test
    void aServerAboveMaxStartupsIsStartedAgain() throws Exception {
        var strict = OpenSshd.start(Files.createDirectory(folder.resolve("strict")), "MaxStartups 2:100:2");
        try (strict) {
            hostKeys.pin("127.0.0.1", strict.port(), strict.hostKeys());
            var there = SshTarget.of(NODE, "127.0.0.1", strict.port(), System.getProperty("user.name"))
                    .withIdentityFiles(strict.clientKey());
            var threads = new java.util.ArrayList<Thread>();
            var done = new java.util.concurrent.atomic.AtomicInteger();
            try (var chosen = link(SshSettings.with(hostKeys).withAttempts(30))) {
                for (var i = 0; i < 8; i++) {
                    threads.add(Thread.ofVirtual().start(() -> {
                        try (var remote = chosen.connect(there)) {
                            if (remote.run(Command.of("true")).ok()) {
                                done.incrementAndGet();
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
                }
                for (var thread : threads) {
                    thread.join();
                }
            }
            assertThat(done).hasValue(8);
        }
    }

    @Test
    void whatALoginShellPrintsIsPassedOver() throws Exception {
        var noisy = Files.createDirectory(folder.resolve("noisy"));
        Files.writeString(noisy.resolve(".bashrc"), "echo WELCOME TO THE MACHINE; echo mind the gap >&2\n");
        try (var sshd = OpenSshd.start(noisy); // with a home of its own, which bash reads
                var remote = link.connect(targetOn(sshd))) {
            assumeTrue(System.getenv("SHELL") == null || System.getenv("SHELL").endsWith("bash"), "no bash logs in");
            var done = remote.run(Command.of("sh", "-c", "printf out; printf err >&2"));
            assertThat(done.out()).isEqualTo("out");
            assertThat(done.err()).isEqualTo("err");
            var binary = randomFile("binary", 300_000, 11);
            var upload = new Upload(binary, folder.resolve("there").toString(), 0644);
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
            assertThat(remote.run(Command.of("cat", upload.target())).stdout()).isEqualTo(Files.readAllBytes(binary));
        }
    }

    /** MINA's server takes every name for UTF-8. */
    @Test
    void carriesNamesOfAnyBytes() throws Exception {
        carriesNames(List.of(
                RawText.decode(new byte[] {'c', 'a', 'f', (byte) 0xe9}),
                RawText.decode(new byte[] {'c', 'a', 'f', (byte) 0xe8}),
                RawText.decode(new byte[] {(byte) 0xff, '\n', (byte) 0x80})));
    }

    @Test
    void anSftpServerBehindANoisyLoginShellIsFound() throws Exception {
        var program = Path.of("/usr/lib/openssh/sftp-server");
        assumeTrue(Files.isExecutable(program), program + " is not there (openssh-sftp-server)");
        var noisy = Files.createDirectory(folder.resolve("noisy"));
        Files.writeString(noisy.resolve(".bashrc"), "echo WELCOME TO THE MACHINE; echo mind the gap >&2\n");
        try (var sshd = OpenSshd.start(noisy, "Subsystem sftp " + program);
                var remote = link.connect(targetOn(sshd))) {
            var source = randomFile("source", 600_000, 17);
            var there = folder.resolve("there");
            remote.upload(new Upload(source, there.toString(), 0600), TransferProgress.NONE);
            assertThat(there).hasSameBinaryContentAs(source);
            remote.download(there.toString(), folder.resolve("back"), TransferProgress.NONE);
            assertThat(folder.resolve("back")).hasSameBinaryContentAs(source);
        }
    }

    @Test
    void leadsASocketHereToOneOnTheNode() throws Exception {
        var there = folder.resolve("there.sock");
        var here = folder.resolve("here.sock");
        try (var remote = connect();
                var listener = listen(there);
                var tunnel = remote.socketToNode(here, there.toString())) {
            exchange(here, listener);
            exchange(here, listener);
            assertThat(tunnel.isOpen()).isTrue();
            server.dropConnections();
            eventually(() -> !tunnel.isOpen(), "the tunnel is seen to be gone");
        }
        assertThat(here).doesNotExist();
    }

    @Test
    void leadsAPortHereToOneOnTheNode() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        int here;
        try (var free = new ServerSocket(0, 1, loopback)) {
            here = free.getLocalPort();
        }
        try (var remote = connect();
                var listener = new ServerSocket(0, 1, loopback);
                var tunnel = remote.portToNode(new Port(here), new Port(listener.getLocalPort()))) {
            try (var client = new Socket(loopback, here);
                    var served = listener.accept()) {
                client.getOutputStream().write("to the node".getBytes(StandardCharsets.UTF_8));
                client.shutdownOutput();
                assertThat(served.getInputStream().readAllBytes()).asString().isEqualTo("to the node");
                served.getOutputStream().write("and back".getBytes(StandardCharsets.UTF_8));
                served.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("and back");
            }
            assertThat(tunnel.isOpen()).isTrue();
            server.dropConnections();
            eventually(() -> !tunnel.isOpen(), "the tunnel is seen to be gone");
        }
        assertThatThrownBy(() -> new Socket(loopback, here)).isInstanceOf(IOException.class);
    }

    @Test
    void aSocketThatNobodyServesEndsAtOnce() throws Exception {
        var here = folder.resolve("here.sock");
        try (var remote = connect();
                var _ = remote.socketToNode(here, folder.resolve("nobody.sock").toString());
                var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(here));
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    static ServerSocketChannel listen(Path path) throws IOException {
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        return listener;
    }

    /** The client says its line and ends it; the server answers after that end, which only a half-close lets through. */
    static void exchange(Path client, ServerSocketChannel listener) throws Exception {
        var answering = Thread.ofVirtual().start(() -> {
            try (var accepted = listener.accept()) {
                var question = readToEnd(accepted);
                accepted.write(ByteBuffer.wrap(("answer to " + question).getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(client));
            socket.write(ByteBuffer.wrap("question".getBytes(StandardCharsets.UTF_8)));
            socket.shutdownOutput();
            assertThat(readToEnd(socket)).isEqualTo("answer to question");
        }
        answering.join();
        // The other way round: the server ends its side first, and still hears the client.
        var heard = new java.util.concurrent.CompletableFuture<String>();
        var listening = Thread.ofVirtual().start(() -> {
            try (var accepted = listener.accept()) {
                accepted.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
                accepted.shutdownOutput();
                heard.complete(readToEnd(accepted));
            } catch (IOException e) {
                heard.completeExceptionally(e);
            }
        });
        try (var socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(client));
            assertThat(readToEnd(socket)).isEqualTo("hello");
            socket.write(ByteBuffer.wrap("late".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(heard.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("late");
        listening.join();
    }

    private static String readToEnd(SocketChannel socket) throws IOException {
        var bytes = ByteBuffer.allocate(1024);
        while (socket.read(bytes) >= 0) {
            assertThat(bytes.hasRemaining()).isTrue();
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
