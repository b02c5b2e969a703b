package dev.volta.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path folder;

    private Path secret() throws IOException {
        var file = folder.resolve("secret");
        AtomicFile.write(file, "abc\n".getBytes(StandardCharsets.US_ASCII));
        return file;
    }

    @Test
    void readsAFileOfItsOwnerAlone() throws IOException {
        assertThat(SecretFile.read(secret())).isEqualTo("abc\n");
    }

    @Test
    void refusesOneThatOthersCanReadOrWrite() throws IOException {
        var file = secret();
        for (var mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> SecretFile.read(file)).hasMessageContaining("is open to others, mode 06");
        }
    }

    @Test
    void refusesALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), secret());
        assertThatThrownBy(() -> SecretFile.read(link)).hasMessage(link + " is no regular file; remove it");
    }

    @Test
    void refusesOneOfSomebodyElse() throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a file to somebody else");
        var file = secret();
        Files.setAttribute(file, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> SecretFile.read(file)).hasMessageContaining("belongs to uid 12345 and not to you");
    }
}
