package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.remote.NodeName;
import dev.volta.ssh.config.SshConfig;
import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
}
