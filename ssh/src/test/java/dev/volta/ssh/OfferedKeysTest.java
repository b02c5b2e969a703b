package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.ssh.config.AgentChoice;
import dev.volta.ssh.config.SshConfig;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.hostkeys.RevokedKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfferedKeysTest {
    @TempDir
    private Path folder;

    @Test
    void leavesOutAKeyThatIsOpenToOthersAndSaysHowToCloseIt() throws Exception {
        var key = Keys.make(folder, "key", "ed25519");
        var settings = SshSettings.with(HostKeys.load(folder.resolve("none"), List.of()));
        var target =
                SshTarget.of(new NodeName("n1"), "vm1", "me", SshConfig.none()).withIdentityFiles(key);
        for (var mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode));
            var keys = new OfferedKeys.Source(settings).forTarget(target);
            assertThat(keys.files()).as(mode).isEmpty();
            assertThat(keys.advice()).contains("no key was offered", key + " is open to others", "chmod 600 " + key);
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        assertThat(new OfferedKeys.Source(settings).forTarget(target).files())
                .extracting(OfferedKeys.Unlocked::path)
                .containsExactly(key);
    }

    private OfferedKeys offered(SshTarget target, SshSettings settings) {
        return new OfferedKeys.Source(settings).forTarget(target);
    }

    private SshSettings settings() {
        return SshSettings.with(HostKeys.load(folder.resolve("none"), List.of()));
    }

    private static SshTarget certified(SshTarget target, Path certificate) {
        return target.withOptions(new TargetOptions(
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(certificate),
                true,
                new AgentChoice.Usual(),
                Optional.empty()));
    }

    @Test
    void offersTheCertificateOfAKeyThatTheAgentAloneHas() throws Exception {
        var authority = Keys.make(folder, "authority", "ed25519");
        var key = Keys.make(folder, "key", "ed25519");
        Keys.run(List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "me", "-n", "me", key + ".pub"));
        var certificate = Files.move(Path.of(key + "-cert.pub"), folder.resolve("today.pub"));
        var target = certified(SshTarget.of(new NodeName("n1"), "vm1", "me", SshConfig.none()), certificate);
        assertThat(offered(target, settings()).advice())
                .contains(certificate + " is the certificate of a key that is not offered");
        try (var agent = Agent.start(folder.resolve("agent"), key)) {
            var keys = offered(target, settings().withAgent(agent.socket()));
            assertThat(keys.agentKeys())
                    .extracting(AgentKeys.Key::type)
                    .containsExactly("ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519");
            assertThat(keys.agentKeys().getFirst().held())
                    .isEqualTo(keys.agentKeys().getLast().blob());
            assertThat(keys.advice()).doesNotContain("not offered");
            var only = offered(target.withIdentitiesOnly(true), settings().withAgent(agent.socket()));
            assertThat(only.agentKeys()).isEmpty();
            assertThat(only.advice()).contains(certificate + " is the certificate of a key that is not offered");
        }
    }

    @Test
    void doesNotWaitForAKeyThatIsAFifo() throws Exception {
        var fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", fifo.toString())
                        .start()
                        .waitFor())
                .isZero();
        var target = SshTarget.of(new NodeName("n1"), "vm1", "me", SshConfig.none());
        assertThat(offered(target.withIdentityFiles(fifo), settings()).advice())
                .contains(fifo + " cannot be read: it is a FIFO and no regular file");
        assertThat(offered(certified(target, fifo), settings()).advice())
                .contains(fifo + " is no user certificate that can be read");
        assertThatThrownBy(() -> RevokedKeys.read(fifo))
                .hasMessageContaining("cannot be read: it is a FIFO and no regular file");
    }
}
