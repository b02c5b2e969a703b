package dev.volta.ssh;

import static dev.volta.ssh.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every remote over SSH does with commands. */
interface CommandConformance extends OnServer {
    @Test
    default void keepsStdoutAndStderrApart() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));
            assertThat(done.out()).isEqualTo("out\n");
            assertThat(done.err()).isEqualTo("err\n");
            assertThat(done.status()).isEqualTo(new ExitStatus.Exited(3));
        }
    }

    @Test
    default void passesEveryArgumentUntouched() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.of("printf", "%s|", "a b", "it's", "$HOME", "", "*", "ü"));
            assertThat(done.out()).isEqualTo("a b|it's|$HOME||*|ü|");
        }
    }

    @Test
    default void feedsStdinThenEndsIt() throws InterruptedException {
        var much = new byte[3 << 20];
        new Random(7).nextBytes(much);
        try (var remote = connect()) {
            var done = remote.run(Command.of("cat").withStdin(much));
            assertThat(done.stdout()).isEqualTo(much);
        }
    }

    @Test
    default void doesNotMindAProgramThatLeavesItsInputUnread() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.of("true").withStdin(new byte[8 << 20]));
            assertThat(done.status()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    default void inputThatBreaksOffIsTheFailureOfTheCommand() throws Exception {
        var pidFile = folder().resolve("reader");
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
    default void inputIsReadAsItComes() throws Exception {
        var pipe = java.nio.channels.Pipe.open(); // one that does not mind which thread writes
        try (var from = Channels.newOutputStream(pipe.sink());
                var source = Channels.newInputStream(pipe.source());
                var remote = connect()) {
            from.write("question\n".getBytes(StandardCharsets.UTF_8));
            var said = new StringBuilder();
            var command =
                    Command.of("sh", "-c", "read a; echo $a; read b; echo $b").withStdin(() -> source);
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
    default void tellsTheSignalThatEndedAProgram() throws InterruptedException {
        try (var remote = connect()) {
            assertThat(remote.run(Command.of("sh", "-c", "kill -KILL $$")).status())
                    .isEqualTo(new ExitStatus.Signalled("KILL"));
        }
    }

    @Test
    default void endsACommandThatRunsPastItsLimit() throws Exception {
        var pidFile = folder().resolve("pid");
        try (var remote = connect()) {
            var done = remote.run(Command.of("sh", "-c", "echo $$ > " + pidFile + "; exec sleep 3600")
                    .withTimeout(Duration.ofMillis(700)));
            assertThat(done.status()).isEqualTo(new ExitStatus.TimedOut(Duration.ofMillis(700)));
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        var pid = Long.parseLong(Files.readString(pidFile).strip());
        eventually(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(), "the program ends");
    }

    @Test
    default void doesNotWaitForWhatACommandLeavesInTheBackground() throws InterruptedException {
        try (var remote = connect()) {
            var done = remote.run(Command.of("sh", "-c", "sleep 3600 & echo $!"));
            ProcessHandle.of(Long.parseLong(done.out().strip())).ifPresent(ProcessHandle::destroyForcibly);
            assertThat(done.status()).isEqualTo(new ExitStatus.Exited(0));
        }
    }

    @Test
    default void aSlowSinkHoldsTheProgramBack() throws Exception {
        var progress = folder().resolve("progress");
        var release = new CountDownLatch(1);
        var seen = new AtomicLong();
        // Each line of the progress file stands for a mebibyte that the program could write.
        var script =
                "i=0; while [ $i -lt 64 ]; do head -c 1048576 /dev/zero; echo $i >> " + progress + "; i=$((i+1)); done";
        try (var remote = connect()) {
            var runner = Thread.ofVirtual().start(() -> {
                try {
                    remote.run(Command.of("sh", "-c", script), new OutputSink() {
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
    default void handsOnBinaryOutputUnchanged() throws Exception {
        var seed = System.nanoTime();
        var bytes = new byte[1 << 20];
        new Random(seed).nextBytes(bytes);
        var file = Files.write(folder().resolve("binary"), bytes);
        try (var remote = connect()) {
            assertThat(remote.run(Command.of("cat", file.toString())).stdout())
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @Test
    default void aSinkThatThrowsEndsTheCommand() throws InterruptedException {
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
    default void anInterruptEndsTheCommand() throws Exception {
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
    default void runsMoreCommandsAtOnceThanTheServerHasSessions() throws Exception {
        try (var remote = connect()) {
            var codes = new ArrayList<ExitStatus>();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 25; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        var status =
                                remote.run(Command.of("sh", "-c", "sleep 0.1")).status();
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
    default void aLostConnectionIsNoExitStatus() throws Exception {
        try (var remote = connect()) {
            assertThatThrownBy(
                            () -> remote.run(Command.of("sh", "-c", "echo started; exec sleep 60"), new OutputSink() {
                                @Override
                                public void stdout(ByteBuffer bytes) {
                                    server().dropConnections();
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
