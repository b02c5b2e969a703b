package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.local.Foreground;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshKeyPairTest {
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
}
