package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.Input;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every remote over SSH does, whichever library carries it and whichever server stands at the other end. */
@Timeout(120)
abstract class RemoteConformance {
    static final NodeName NODE = new NodeName("vm1");

    @TempDir
    Path folder;

    Server server;
    HostKeys hostKeys;
    SshSettings settings;
    SshTarget target;
    Link link;

    abstract Server startServer(Path serverFolder) throws Exception;

    abstract Link link(SshSettings chosen);

    @BeforeEach
    void start() throws Exception {
        server = startServer(Files.createDirectory(folder.resolve("server")));
        hostKeys = HostKeys.load(folder.resolve("known_hosts"), List.of());
        hostKeys.pin("127.0.0.1", server.port(), server.hostKeys());
        settings = SshSettings.with(hostKeys);
        target = SshTarget.of(NODE, "127.0.0.1", server.port(), System.getProperty("user.name"))
                .withIdentityFiles(server.clientKey());
        link = link(settings);
    }

    @AfterEach
    void stop() throws Exception {
        link.close();
        server.close();
    }

    Remote connect() throws InterruptedException {
        return link.connect(target);
    }

    @Test
    void keepsStdoutAndStderrApart() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.script("echo out; echo err >&2; exit 3"));
            assertThat(done.out()).isEqualTo("out\n");
            assertThat(done.err()).isEqualTo("err\n");
            assertThat(done.status()).isEqualTo(new ExitStatus.Exited(3));
        }
    }

    @Test
    void passesEveryArgumentUntouched() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.of("printf", "%s|", "a b", "it's", "$HOME", "", "*", "ü"));
            assertThat(done.out()).isEqualTo("a b|it's|$HOME||*|ü|");
        }
    }

    @Test
    void feedsStdinThenEndsIt() throws InterruptedException {
        var much = new byte[3 << 20];
        new Random(7).nextBytes(much);
        try (var remote = connect()) {
            var done = remote.run(Command.of("cat").withStdin(much));
            assertThat(done.stdout()).isEqualTo(much);
        }
    }

    @Test
    void doesNotMindAProgramThatLeavesItsInputUnread() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.of("true").withStdin(new byte[8 << 20]));
            assertThat(done.status()).isEqualTo(new ExitStatus.Exited(0));
        }
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
        Input input = () -> new SequenceInputStream(new ByteArrayInputStream(new byte[200_000]), broken);
        var command =
                Command.script("echo $$ > " + pidFile + "; cat > /dev/null").withStdin(input);
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.run(command))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("the input cannot be read: the disk is gone");
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
            var pid = Long.parseLong(Files.readString(pidFile).strip());
            eventually(
                    () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(), "the program ends");
        }
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
                var source = new PipedInputStream(from);
                var remote = connect()) {
            from.write("question\n".getBytes(StandardCharsets.UTF_8));
            var said = new StringBuilder();
            var command = Command.script("read a; echo $a; read b; echo $b").withStdin(() -> source);
            var status = remote.run(command, new OutputSink() {
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
        try (var remote = connect()) {
            assertThat(remote.run(Command.script("kill -KILL $$")).status())
                    .isEqualTo(new ExitStatus.Signalled("KILL"));
        }
    }

    @Test
    void endsACommandThatRunsPastItsLimit() throws Exception {
        var pidFile = folder.resolve("pid");
        try (var remote = connect()) {
            var started = System.nanoTime();
            var done = remote.run(
                    Command.script("echo $$ > " + pidFile + "; exec sleep 60").withTimeout(Duration.ofMillis(700)));
            assertThat(done.status()).isEqualTo(new ExitStatus.TimedOut(Duration.ofMillis(700)));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        var pid = Long.parseLong(Files.readString(pidFile).strip());
        eventually(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(), "the program ends");
    }

    @Test
    void doesNotWaitForWhatACommandLeavesInTheBackground() throws InterruptedException {
        try (var remote = connect()) {
            var started = System.nanoTime();
            var done = remote.run(Command.script("sleep 25 & echo $!"));
            var took = Duration.ofNanos(System.nanoTime() - started);
            ProcessHandle.of(Long.parseLong(done.out().strip())).ifPresent(ProcessHandle::destroyForcibly);
            assertThat(done.status()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(took).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void aSlowSinkHoldsTheProgramBack() throws Exception {
        var progress = folder.resolve("progress");
        var release = new CountDownLatch(1);
        var seen = new AtomicLong();
        // Each line of the progress file stands for a mebibyte that the program could write.
        var script =
                "i=0; while [ $i -lt 64 ]; do head -c 1048576 /dev/zero; echo $i >> " + progress + "; i=$((i+1)); done";
        try (var remote = connect()) {
            var runner = Thread.ofVirtual().start(() -> {
                try {
                    remote.run(Command.script(script), new OutputSink() {
                        @Override
                        public void stdout(ByteBuffer bytes) {
                            seen.addAndGet(bytes.remaining());
                            awaitQuietly(release);
                        }

                        @Override
                        public void stderr(ByteBuffer bytes) {}
                    });
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            eventually(() -> seen.get() > 0, "the first output");
            TimeUnit.SECONDS.sleep(1);
            assertThat(Files.exists(progress) ? Files.readAllLines(progress) : List.of())
                    .as("mebibytes written while nobody reads")
                    .hasSizeLessThan(16);
            release.countDown();
            runner.join();
            assertThat(seen.get()).isEqualTo(64L << 20);
        }
    }

    @Test
    void handsOnBinaryOutputUnchanged() throws Exception {
        var seed = System.nanoTime();
        var bytes = new byte[1 << 20];
        new Random(seed).nextBytes(bytes);
        var file = Files.write(folder.resolve("binary"), bytes);
        try (var remote = connect()) {
            assertThat(remote.run(Command.of("cat", file.toString())).stdout())
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aSinkThatThrowsEndsTheCommand() throws InterruptedException {
        try (var remote = connect()) {
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
    }

    @Test
    void anInterruptEndsTheCommand() throws Exception {
        try (var remote = connect()) {
            var outcome = new AtomicReference<Object>();
            var runner = Thread.ofPlatform().start(() -> {
                try {
                    outcome.set(remote.run(Command.of("sleep", "60")));
                } catch (InterruptedException e) {
                    outcome.set(e);
                }
            });
            TimeUnit.MILLISECONDS.sleep(300);
            runner.interrupt();
            runner.join(10_000);
            assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void runsMoreCommandsAtOnceThanTheServerHasSessions() throws Exception {
        try (var remote = connect()) {
            var codes = new ArrayList<ExitStatus>();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 25; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        var status = remote.run(Command.script("sleep 0.1")).status();
                        synchronized (codes) {
                            codes.add(status);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(codes).hasSize(25).containsOnly(new ExitStatus.Exited(0));
        }
    }

    @Test
    void aLostConnectionIsNoExitStatus() throws Exception {
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.run(Command.script("echo started; exec sleep 60"), new OutputSink() {
                        @Override
                        public void stdout(ByteBuffer bytes) {
                            server.dropConnections();
                        }

                        @Override
                        public void stderr(ByteBuffer bytes) {}
                    }))
                    .isInstanceOf(SshException.class)
                    .hasMessageStartingWith("vm1: ")
                    .hasMessageContaining("sleep 60")
                    .hasMessageContaining("connection was lost");
            assertThatThrownBy(() -> remote.run(Command.of("true"))).isInstanceOf(RemoteException.class);
        }
    }

    @Test
    void uploadsOnceAndDoesNotSendAgainWhatIsThere() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        var there = folder.resolve("deep/it's er/b");
        var upload = new Upload(source, there.toString(), 0640);
        try (var remote = connect()) {
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
            assertThat(there).hasContent("content");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                    .isEqualTo("rw-r-----");
            Files.writeString(source, "CONTENT");
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(there).hasContent("CONTENT");
            var executable = new Upload(source, there.toString(), 0755);
            assertThat(remote.upload(executable, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(remote.upload(executable, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
        }
        try (var left = Files.list(there.getParent())) {
            assertThat(left).containsExactly(there);
        }
    }

    @Test
    void carriesALargeFileBothWays() throws Exception {
        var seed = System.nanoTime();
        var source = randomFile("large", 9_000_001, seed);
        var there = folder.resolve("there");
        var back = folder.resolve("back/again");
        var moved = new ArrayList<Long>();
        try (var remote = connect()) {
            remote.upload(new Upload(source, there.toString(), 0600), (bytes, total) -> {
                assertThat(total).isEqualTo(9_000_001);
                moved.add(bytes);
            });
            remote.download(there.toString(), back, TransferProgress.NONE);
        }
        assertThat(Files.mismatch(source, there)).as("seed %d", seed).isEqualTo(-1);
        assertThat(Files.mismatch(source, back)).as("seed %d", seed).isEqualTo(-1);
        assertThat(moved).isSorted().startsWith(0L).endsWith(9_000_001L).hasSizeGreaterThan(20);
    }

    @Test
    void carriesAnEmptyFile() throws Exception {
        var source = Files.createFile(folder.resolve("empty"));
        var there = folder.resolve("there");
        var back = folder.resolve("back");
        try (var remote = connect()) {
            assertThat(remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isEqualTo(Upload.Outcome.SENT);
            remote.download(there.toString(), back, TransferProgress.NONE);
        }
        assertThat(back).isEmptyFile();
    }

    @Test
    void goesOnFromWhatAnEarlierTryLeft() throws Exception {
        var source = randomFile("large", 3_000_000, 11);
        var there = folder.resolve("there");
        var partial = folder.resolve(".there." + ContentMark.of(source) + ".volta-part");
        Files.write(partial, java.util.Arrays.copyOf(Files.readAllBytes(source), 2_000_000));
        var first = new AtomicLong(-1);
        try (var remote = connect()) {
            remote.upload(new Upload(source, there.toString(), 0600), (bytes, total) -> first.compareAndSet(-1, bytes));
        }
        assertThat(first).hasValue(2_000_000);
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
        assertThat(partial).doesNotExist();
    }

    @Test
    void doesNotBuildOnAPartialFileOfOtherContent() throws Exception {
        var source = randomFile("large", 3_000_000, 12);
        var there = folder.resolve("there");
        Files.write(folder.resolve(".there." + ContentMark.of(source) + ".volta-part"), new byte[2_500_000]);
        var first = new AtomicLong(-1);
        try (var remote = connect()) {
            remote.upload(new Upload(source, there.toString(), 0600), (bytes, total) -> first.compareAndSet(-1, bytes));
        }
        assertThat(first).hasValue(0);
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
    }

    @Test
    void refusesToUploadOverAFolder() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        var there = Files.createDirectory(folder.resolve("there"));
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(there + ": it is a folder");
        }
    }

    @Test
    void aMissingFileIsAnErrorThatNamesIt() throws InterruptedException {
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.download("/no/such/file", folder.resolve("x"), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("/no/such/file");
            assertThatThrownBy(() -> remote.upload(
                            new Upload(folder.resolve("missing"), "/tmp/never", 0644), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("missing");
        }
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void refusesAnUnknownKey() {
        var key = server.hostKeys().getFirst();
        var nothingKnown = SshSettings.with(HostKeys.load(folder.resolve("none"), List.of()));
        try (var stranger = link(nothingKnown)) {
            assertThatThrownBy(() -> stranger.connect(target))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY))
                    .hasMessageContaining("SHA256:")
                    .hasMessageContaining("volta trust vm1");
        }
        assertThat(key.fingerprint()).startsWith("SHA256:");
    }

    @Test
    void refusesAChangedKeyWithBothFingerprints() throws Exception {
        var other = Keys.publicHalf(Keys.make(folder, "other", "ed25519"));
        var changed = HostKeys.load(folder.resolve("changed"), List.of());
        changed.pin("127.0.0.1", server.port(), List.of(other));
        var presented = server.hostKeys().stream()
                .filter(k -> k.algorithm().equals("ssh-ed25519"))
                .findFirst()
                .orElseThrow();
        try (var stranger = link(SshSettings.with(changed))) {
            assertThatThrownBy(() -> stranger.connect(target))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY))
                    .hasMessageContaining(other.fingerprint())
                    .hasMessageContaining(presented.fingerprint())
                    .hasMessageContaining("changed:1")
                    .hasMessageContaining("volta trust --replace vm1");
        }
    }

    @Test
    void aRefusedUserIsToldWhichKeysWereOffered() throws Exception {
        var wrong = Keys.make(folder, "wrong", "ed25519");
        var started = System.nanoTime();
        assertThatThrownBy(() -> link.connect(target.withIdentityFiles(wrong)))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.AUTHENTICATION))
                .hasMessageContaining(wrong.toString())
                .hasMessageContaining("authorized_keys");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aWrongUserIsAnAuthenticationFailure() {
        var stranger =
                SshTarget.of(NODE, "127.0.0.1", server.port(), "nobody-such").withIdentityFiles(server.clientKey());
        assertThatThrownBy(() -> link.connect(stranger))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.AUTHENTICATION))
                .hasMessageContaining("'nobody-such' is not let in");
    }

    @Test
    void anEncryptedKeyWithoutPassphraseIsNamed() throws Exception {
        var locked = Keys.make(folder, "locked", "ed25519", "open sesame");
        assertThatThrownBy(() -> link.connect(target.withIdentityFiles(locked)))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.AUTHENTICATION))
                .hasMessageContaining(locked + " is encrypted")
                .hasMessageContaining("ssh-add " + locked);
    }

    @Test
    void aWrongPassphraseIsNamed() throws Exception {
        var locked = Keys.make(folder, "locked", "ed25519", "open sesame");
        try (var chosen = link(settings.withPassphrases(file -> java.util.Optional.of("sesame")))) {
            assertThatThrownBy(() -> chosen.connect(target.withIdentityFiles(locked)))
                    .isInstanceOfSatisfying(
                            SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.AUTHENTICATION))
                    .hasMessageContaining("the passphrase does not open " + locked);
        }
    }

    @Test
    void reachesANodeThroughAnother() throws InterruptedException {
        var jump = target;
        try (var remote = link.connect(target.withJumps(List.of(jump)))) {
            assertThat(remote.run(Command.of("echo", "far")).out()).isEqualTo("far\n");
        }
    }

    Path randomFile(String name, int size, long seed) throws java.io.IOException {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void eventually(Condition condition, String what) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%s within 15 s", what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
