package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a remote makes of an OpenSSH server that runs something else than it was asked for, or runs it in another way. */
abstract class WrapperConformance extends RemoteConformance {
    @BeforeAll
    static void needsSshd() {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
    }

    @Override
    Server startServer(Path serverFolder) throws IOException, InterruptedException {
        return OpenSshd.start(serverFolder);
    }

    @Test
    void aForcedCommandIsAFailureWhateverItReturns() throws Exception {
        try (var forced = OpenSshd.start(Files.createDirectory(folder.resolve("forced")), "ForceCommand echo forced");
                var remote = link.connect(targetOn(forced))) {
            for (var command : List.of(
                    Command.of("true"),
                    Command.of("true").withTimeout(Duration.ofSeconds(60)),
                    Command.of("cat").withStdin(new byte[100_000]))) {
                assertThatThrownBy(() -> remote.run(command))
                        .isInstanceOfSatisfying(
                                SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.CHANNEL))
                        .hasMessageContaining("no POSIX shell ran '" + command.brief() + "'")
                        .hasMessageContaining("'forced' came instead (exit status 0)")
                        .hasMessageContaining("ForceCommand");
            }
            var source = Files.writeString(folder.resolve("source"), "content");
            assertThatThrownBy(() -> remote.upload(
                            new Upload(source, folder.resolve("there").toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("'forced' came instead");
        }
    }

    @Test
    void aCommandThatAWrapperRepeatsIsAFailure() throws Exception {
        var twice = "sh -c \"$SSH_ORIGINAL_COMMAND\"; sh -c \"$SSH_ORIGINAL_COMMAND\"";
        try (var sshd = OpenSshd.start(Files.createDirectory(folder.resolve("twice")), "ForceCommand " + twice);
                var remote = link.connect(targetOn(sshd))) {
            assertThatThrownBy(() -> remote.run(Command.of("echo", "out")))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("'echo out' ran more than once")
                    .hasMessageContaining("ForceCommand");
            var source = Files.writeString(folder.resolve("source"), "content");
            var there = folder.resolve("there");
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("ran more than once");
            assertThat(there).doesNotExist();
        }
    }

    @Test
    @Timeout(60)
    void aTransferWhoseAnswersAreHeldBackEnds() throws Exception {
        var sftp = Path.of("/usr/lib/openssh/sftp-server");
        assumeTrue(Files.isExecutable(sftp), sftp + " is not there (openssh-sftp-server)");
        var source = randomFile("source", 3_000_000, 12);
        var there = folder.resolve("there");
        try (var sshd = OpenSshd.start(
                        Files.createDirectory(folder.resolve("held")),
                        "Subsystem sftp " + sftp,
                        "ForceCommand sh -c \"$SSH_ORIGINAL_COMMAND\" | head -c 4000");
                var remote =
                        link.connect(targetOn(sshd).withTiming(Timing.DEFAULT.withSilence(Duration.ofSeconds(1))))) {
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("cannot send " + there)
                    .hasMessageContaining("has neither sent nor taken a byte for 1 s")
                    .hasMessageContaining("ForceCommand")
                    .hasMessageContaining("upload again, from the beginning");
            assertThatThrownBy(() -> remote.download(source.toString(), there, TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("has neither sent nor taken a byte for 1 s");
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        assertThat(there).doesNotExist();
    }

    @Test
    void doesNotSayThatSomethingIsKeptWhereNothingArrived() throws Exception {
        var source = Files.writeString(folder.resolve("source"), "content");
        var there = folder.resolve("there");
        try (var sshd = OpenSshd.start(Files.createDirectory(folder.resolve("none")), "Subsystem sftp /bin/false");
                var remote = link.connect(targetOn(sshd))) {
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("cannot send " + there)
                    .hasMessageContaining("no SFTP server answers there")
                    .hasMessageNotContaining("null")
                    .hasMessageNotContaining("kept");
        }
    }

    @Test
    void aServerWithoutSftpIsToldAsSuch() throws Exception {
        var source = Files.writeString(folder.resolve("source"), "content");
        var there = folder.resolve("there");
        try (var sshd = OpenSshd.start(Files.createDirectory(folder.resolve("none")), "Subsystem other /bin/false");
                var remote = link.connect(targetOn(sshd))) {
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("SFTP")
                    .hasMessageContaining("its sshd_config needs a line such as 'Subsystem sftp internal-sftp'")
                    .hasMessageNotContaining("upload again");
            assertThatThrownBy(() -> remote.download(source.toString(), there, TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("its sshd_config needs a line such as 'Subsystem sftp internal-sftp'");
        }
    }

    @Test
    void aJumpHostThatRefusesToForwardIsToldAsSuch() throws Exception {
        try (var gate = OpenSshd.start(Files.createDirectory(folder.resolve("gate")), "AllowTcpForwarding no")) {
            var behind = target.withJumps(List.of(targetOn(gate)));
            assertThatThrownBy(() -> link.connect(behind))
                    .isInstanceOf(SshException.class)
                    .isNotInstanceOf(StartDropped.class)
                    .hasMessageContaining("the jump host '127.0.0.1' refuses to forward to 127.0.0.1 port "
                            + target.port() + "; look at AllowTcpForwarding and PermitOpen in its sshd_config");
        }
    }

    @Test
    void aHostThatAJumpHostDoesNotReachIsToldAsSuch() throws Exception {
        try (var gate = OpenSshd.start(Files.createDirectory(folder.resolve("gate")))) {
            var nobody = OpenSshd.freePort();
            var behind = SshTarget.of(NODE, "127.0.0.1", nobody, System.getProperty("user.name"))
                    .withIdentityFiles(gate.clientKey())
                    .withJumps(List.of(targetOn(gate)));
            assertThatThrownBy(() -> link.connect(behind))
                    .isInstanceOf(SshException.class)
                    .isNotInstanceOf(StartDropped.class)
                    .hasMessageContaining("the jump host '127.0.0.1' cannot connect to 127.0.0.1 port " + nobody)
                    .hasMessageContaining("is sshd running there, and on that port?");
        }
    }

    @Test
    void aForcedCommandThatHidesTheStatusOfAScriptIsSeenThrough() throws Exception {
        for (var wrapper :
                List.of("sh -c \"$SSH_ORIGINAL_COMMAND\"; true", "sh -c \"$SSH_ORIGINAL_COMMAND\" | tee log")) {
            var wrapping = Files.createTempDirectory(folder, "wrapping");
            try (var sshd = OpenSshd.start(wrapping, "ForceCommand cd " + wrapping + "; " + wrapper);
                    var remote = link.connect(targetOn(sshd))) {
                var done = Script.of("check", "echo out; exit 7").run(remote);
                assertThat(done.status()).isEqualTo(new ExitStatus.Exited(7));
                assertThat(done.out()).isEqualTo("out\n");
            }
        }
    }

    final SshTarget targetOn(OpenSshd sshd) {
        hostKeys.pin("127.0.0.1", sshd.port(), sshd.hostKeys());
        return SshTarget.of(NODE, "127.0.0.1", sshd.port(), System.getProperty("user.name"))
                .withIdentityFiles(sshd.clientKey());
    }
}
