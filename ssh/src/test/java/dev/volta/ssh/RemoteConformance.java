package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every remote over SSH does, whichever library carries it and whichever server stands at the other end: how it
 * connects, and what it does with commands and files once it has.
 */
@Timeout(120)
abstract class RemoteConformance implements CommandConformance, TransferConformance {
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

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public Remote connect() throws InterruptedException {
        return link.connect(target);
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
        assertThatThrownBy(() -> link.connect(target.withIdentityFiles(wrong)))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.AUTHENTICATION))
                .hasMessageContaining(wrong.toString())
                .hasMessageContaining("authorized_keys")
                .hasMessageNotContaining("no answer within"); // the server says so, and nobody waits in vain
    }

    @Test
    void aWrongUserIsAnAuthenticationFailure() {
        var stranger =
                SshTarget.of(NODE, "127.0.0.1", server.port(), "nobody-such").withIdentityFiles(server.clientKey());
        assertThatThrownBy(() -> link.connect(stranger))
                .isInstanceOfSatisfying(
                        SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.AUTHENTICATION))
                .hasMessageContaining("'nobody-such' was refused");
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
}
