package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.local.Foreground;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshKeyPairTest {
    /** As ssh-keygen wrote it; nothing lets it in. */
    static final String FILE = """
            -----BEGIN OPENSSH PRIVATE KEY-----
            b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
            QyNTUxOQAAACCsDyNl8yN4h5RqhzgUsoKbkGDeSowPusSb/KY84AbE+gAAAIjw3IF68NyB
            egAAAAtzc2gtZWQyNTUxOQAAACCsDyNl8yN4h5RqhzgUsoKbkGDeSowPusSb/KY84AbE+g
            AAAEBf6qQpATvPgPFrMG2SuHAJGdnvFfqUs7He/tMe/bhP5KwPI2XzI3iHlGqHOBSygpuQ
            YN5KjA+6xJv8pjzgBsT6AAAABWZpeGVk
            -----END OPENSSH PRIVATE KEY-----
            """;

    /** What a library of Python read of it. */
    static final String SECRET_AND_POINT =
            "X+qkKQE7z4DxazBtkrhwCRnZ7xX6lLOx3v7THv24T+SsDyNl8yN4h5RqhzgUsoKbkGDeSowPusSb/KY84AbE+g==";

    @Test
    void isReadByOpenSsh(@TempDir Path folder) throws Exception {
        assumeTrue(Foreground.find("ssh-keygen").isPresent(), "ssh-keygen is not installed");
        var key = SshKeyPair.generate("root@node1");
        var file = folder.resolve("key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, key.privateFile());

        var process = new ProcessBuilder("ssh-keygen", "-y", "-P", "", "-f", file.toString()).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(key.publicKey() + " root@node1\n");
    }

    @Test
    void tellsItsSecretAndItsPoint() throws Exception {
        assertThat(SshKeyPair.secretAndPoint(FILE.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Base64.getDecoder().decode(SECRET_AND_POINT));
        var made = SshKeyPair.generate("");
        var known = Base64.getDecoder().decode(made.publicKey().split(" ", -1)[1]);
        assertThat(Arrays.copyOfRange(SshKeyPair.secretAndPoint(made.privateFile()), 32, 64))
                .isEqualTo(Arrays.copyOfRange(known, known.length - 32, known.length));
    }

    @Test
    void isAnotherEachTime() {
        assertThat(SshKeyPair.generate("").publicKey())
                .isNotEqualTo(SshKeyPair.generate("").publicKey());
    }

    @Test
    void isMadeOnceInAFileForItsOwnerAlone(@TempDir Path folder) throws Exception {
        var file = folder.resolve("new/key");
        var made = SshKeyPair.in(file, "node1");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(folder.resolve("new").toFile().list()).containsExactly("key");
        assertThat(SshKeyPair.in(file, "other").publicKey()).isEqualTo(made.publicKey());
        assertThat(SshKeyPair.in(file, "other").privateFile()).isEqualTo(made.privateFile());
    }

    @Test
    void takesNoOtherFileForAKey(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("key"), "nonsense");
        assertThatThrownBy(() -> SshKeyPair.in(file, "")).hasMessage("no private key of OpenSSH");
    }

    @Test
    void knowsWhatACrashLeavesOfAKey() {
        var whole = SshKeyPair.generate("node1").privateFile();
        assertThat(SshKeyPair.isTorn(whole)).isFalse();
        assertThat(SshKeyPair.isTorn("nonsense".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
        var remarked =
                (new String(whole, StandardCharsets.US_ASCII) + "# fleet key\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(SshKeyPair.isTorn(remarked)).as("with a remark").isFalse();
        for (var length = 0; length < whole.length - 1; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThat(SshKeyPair.isTorn(cut)).as("cut after %d", length).isTrue();
            assertThat(SshKeyPair.isTorn(Arrays.copyOf(cut, whole.length)))
                    .as("zeros after %d", length)
                    .isTrue();
        }
    }

    @Test
    void readsADamagedFileAsNothingElseThanDamaged() {
        var whole = SshKeyPair.generate("node1").privateFile();
        for (var at = 0; at < whole.length - 1; at++) {
            for (var other : new byte[] {0, 'A', '/', '\n'}) {
                var damaged = whole.clone();
                damaged[at] = other;
                try {
                    SshKeyPair.read(damaged);
                    SshKeyPair.secretAndPoint(damaged);
                } catch (IOException _) {
                    // whatever it says: no other exception comes
                }
            }
        }
    }
}
