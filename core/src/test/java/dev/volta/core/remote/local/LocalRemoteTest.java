package dev.volta.core.remote.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.transfer.EndDeadline;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRemoteTest {
    private final LocalRemote remote = new LocalRemote(new NodeName("here"));

    @TempDir
    private Path folder;

    @Test
    void keepsStdoutAndStderrApart() throws InterruptedException {
        var done = remote.run(Command.of("sh", "-c", "echo out; echo err >&2; exit 3"));
        assertThat(done.out()).isEqualTo("out\n");
        assertThat(done.err()).isEqualTo("err\n");
        assertThat(done.status()).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    void handsOnAllThatAProgramPrintedHoweverSlowlyItIsTaken() throws InterruptedException {
        var out = new StringBuilder();
        var status = remote.run(Command.of("sh", "-c", "echo first; sleep 0.3; echo last"), new OutputSink() {
            @Override
            public void stdout(ByteBuffer bytes) {
                if (out.isEmpty()) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
                }
                out.append(StandardCharsets.UTF_8.decode(bytes));
            }

            @Override
            public void stderr(ByteBuffer bytes) {
                throw new AssertionError("nothing is printed there");
            }
        });
        assertThat(status).isEqualTo(new ExitStatus.Exited(0));
        assertThat(out).hasToString("first\nlast\n");
    }

    @Test
    void doesNotWaitForWhatAProgramLeavesInTheBackground() throws InterruptedException {
        var done = remote.run(Command.of("sh", "-c", "sleep 600 & echo $!"));
        var left = ProcessHandle.of(Long.parseLong(done.out().strip())).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    /** As scp does without -p. */
    @Test
    void aFileFromANodeGetsNoMoreThanTheUmaskLets() throws Exception {
        var open = Files.writeString(folder.resolve("open"), "content");
        Files.setAttribute(open, "unix:mode", 04777);
        remote.download(open.toString(), folder.resolve("back"), TransferProgress.NONE);
        var usual = remote.run(Command.of("sh", "-c", "umask -S")).out().strip();
        assertThat(usual).as("the umask of the tests").isEqualTo("u=rwx,g=rx,o=rx");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("back"))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void onlyTheOwnerCanChangeAFolderThatAnUploadMakesWhateverTheUmask() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        remote.run(Command.of(
                        "sh",
                        "-c",
                        "umask 000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyProgram.class.getName(),
                        source.toString(),
                        folder.resolve("install/1/a").toString(),
                        folder.resolve("pulled/a").toString()))
                .require();
        var modes = new ArrayList<String>();
        for (var made : List.of("install", "install/1", "install/1/a", "pulled", "pulled/a")) {
            modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(made))));
        }
        assertThat(modes).containsExactly("rwxr-xr-x", "rwxr-xr-x", "rw-r--r--", "rwxrwxrwx", "rw-r--r--");
    }

    @Test
    void aShieldedProgramIsInASessionOfItsOwnAndAMissingOneIsToldAsElsewhere() throws Exception {
        var shielded = LocalRemote.shielded(remote.node());
        var session = Command.of("cut", "-d", " ", "-f", "6", "/proc/self/stat");
        assertThat(shielded.run(session).out()).isNotEqualTo(remote.run(session).out());
        var missing = Command.of("no-such-program");
        assertThatThrownBy(() -> shielded.run(missing))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("here: cannot run 'no-such-program': ");
    }

    @Test
    void passesEveryArgumentUntouched() throws InterruptedException {
        var done = remote.run(Command.of("printf", "%s|", "a b", "it's", "$HOME", "", "*"));
        assertThat(done.out()).isEqualTo("a b|it's|$HOME||*|");
    }

    @Test
    void feedsStdinThenEndsIt() throws InterruptedException {
        var done = remote.run(Command.of("cat").withStdin("secret".getBytes(StandardCharsets.UTF_8)));
        assertThat(done.out()).isEqualTo("secret");
    }

    @Test
    void toldOfADeathBySignal() throws InterruptedException {
        var done = remote.run(Command.of("sh", "-c", "kill -KILL $$"));
        assertThat(done.status()).isEqualTo(new ExitStatus.Signalled("KILL"));
    }

    @Test
    void endsACommandThatRunsPastItsLimit() throws InterruptedException {
        var done = remote.run(Command.of("sleep", "60").withTimeout(Duration.ofMillis(100)));
        assertThat(done.status()).isEqualTo(new ExitStatus.TimedOut(Duration.ofMillis(100)));
    }

    @Test
    void doesNotWaitForWhatACommandLeavesInTheBackground() throws InterruptedException {
        var done = remote.run(Command.of("sh", "-c", "sleep 5 & echo $!").withTimeout(Duration.ofSeconds(4)));
        ProcessHandle.of(Long.parseLong(done.out().strip())).ifPresent(ProcessHandle::destroyForcibly);
        assertThat(done.status()).isEqualTo(new ExitStatus.Exited(0));
    }

    @Test
    void aFailureNamesNodeCommandStatusAndStderr() throws InterruptedException {
        var done = remote.run(Command.of("sh", "-c", "echo 'no room' >&2; exit 28"));
        assertThatThrownBy(done::require)
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("here:")
                .hasMessageContaining("exit status 28")
                .hasMessageEndingWith("no room");
    }

    @Test
    void aMissingProgramIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> remote.run(Command.of("/no/such/program")))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("/no/such/program");
    }

    @Test
    void saysWhyItDoesNotSendWhatTheKernelMakes() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/version")), "skipped: /proc/version is not there");
        var target = Files.writeString(folder.resolve("b"), "");
        var upload = new Upload(Path.of("/proc/version"), target.toString(), 0644);
        assertThatThrownBy(() -> remote.upload(upload, TransferProgress.NONE))
                .isInstanceOf(RemoteException.class)
                .hasMessageStartingWith("here: /proc/version has not the 0 bytes that the system tells of it");
        assertThat(target).isEmptyFile();
    }

    @Test
    void readsWhatTheKernelMakesToItsEnd() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/version")), "skipped: /proc/version is not there");
        remote.download("/proc/version", folder.resolve("b"), TransferProgress.NONE);
        assertThat(folder.resolve("b")).hasBinaryContent(Files.readAllBytes(Path.of("/proc/version")));
    }

    @Test
    void givesUpAFileThatDoesNotEnd() throws Exception {
        var pipe = fifo("kmsg"); // nobody writes to it
        var target = folder.resolve("b");
        assertThatThrownBy(() -> CopyToEnd.run(pipe, target, new EndDeadline(Duration.ofMillis(300))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it does not come to an end: 0 bytes came, and hardly any in the last 300 ms");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> CopyToEnd.run(pipe, target, new EndDeadline(Duration.ofHours(1))))
                .isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> remote.download(pipe.toString(), target, TransferProgress.NONE))
                .isInstanceOf(RemoteException.class)
                .hasMessageEndingWith("it is a FIFO, and no regular file");
    }

    @Test
    void removesPartialFilesThatNobodyHasWrittenForAWeek() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        var old = Files.writeString(folder.resolve(".volta-1.part"), "old");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        var recent = Files.writeString(folder.resolve(".volta-2.part"), "recent");
        remote.upload(new Upload(source, folder + "/b", 0640), TransferProgress.NONE);
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    private Path fifo(String name) throws Exception {
        var fifo = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    @Test
    void doesNotSendAgainWhatIsThere() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        var target = folder.resolve("deep/er/b");
        var upload = new Upload(source, target.toString(), 0640);
        assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
        assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
        assertThat(target).hasContent("content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
        Files.writeString(source, "changed");
        assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
        try (var left = Files.list(target.getParent())) {
            assertThat(left).containsExactly(target);
        }
    }

    @Test
    void replacesNoFifo() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "content");
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> remote.upload(new Upload(source, fifo.toString(), 0644), TransferProgress.NONE))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(fifo + " is a FIFO");
        assertThatThrownBy(() -> remote.download(source.toString(), fifo, TransferProgress.NONE))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(fifo + " is a FIFO");
        assertThat(FileKind.of(fifo)).isEqualTo(FileKind.FIFO);
    }

    @Test
    void aTunnelIsTheSameSocketUnderAnotherName() throws Exception {
        var there = folder.resolve("there.sock");
        try (var server = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            server.bind(java.net.UnixDomainSocketAddress.of(there));
            var here = folder.resolve("here.sock");
            try (var tunnel = remote.socketToNode(here, there.toString());
                    var client = java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(here))) {
                assertThat(tunnel.isOpen()).isTrue();
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(here).doesNotExist();
        }
    }

    @Test
    void argumentsAreTheBytesThatTheyAre() throws Exception {
        var odd = RawText.decode(new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
        var words = List.of("printf", "%s|", odd, "größe", "it's $HOME `x` %s \\351", "", "\n");
        assertThat(remote.run(Command.of(words)).out()).isEqualTo(odd + "|größe|it's $HOME `x` %s \\351||\n|");
        assertThat(remote.run(Command.of("sh", "-c", "exit $1", odd, "7")).status())
                .isEqualTo(new ExitStatus.Exited(7));
    }

    @Test
    void namesOfFilesAreTheBytesThatTheyAre() throws Exception {
        var source = Files.writeString(folder.resolve("source"), "content");
        for (var name :
                List.of(RawText.decode(new byte[] {'c', 'a', 'f', (byte) 0xe9}), "n".repeat(255), "-rf", "x\n")) {
            var there = folder + "/there/" + name;
            remote.upload(new Upload(source, there, 0640), TransferProgress.NONE);
            assertThat(remote.run(Command.of("cat", there)).out()).isEqualTo("content");
            remote.download(there, RawText.path(folder + "/back/" + name), TransferProgress.NONE);
            assertThat(RawText.path(folder + "/back/" + name)).hasContent("content");
        }
    }
}
