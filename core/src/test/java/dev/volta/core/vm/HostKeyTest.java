package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.local.Foreground;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKeyTest {
    @Test
    void isReadByOpenSsh(@TempDir Path folder) throws Exception {
        assumeTrue(Foreground.find("ssh-keygen").isPresent(), "ssh-keygen is not installed");
        var key = HostKey.generate("root@node1");
        var file = folder.resolve("key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, key.privateFile());

        var process = new ProcessBuilder("ssh-keygen", "-y", "-P", "", "-f", file.toString()).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(key.publicKey() + " root@node1\n");
    }

    @Test
    void isAnotherEachTime() {
        assertThat(HostKey.generate("").publicKey())
                .isNotEqualTo(HostKey.generate("").publicKey());
    }
}
