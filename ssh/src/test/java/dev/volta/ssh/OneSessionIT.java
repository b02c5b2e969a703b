package dev.volta.ssh;

import static dev.volta.ssh.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose sshd allows one session at a time. */
@Timeout(120)
class OneSessionIT {
    @TempDir
    Path folder;

    @Test
    void namesAFullDiskAndGivesItsSpaceBack() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        var mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m", "none", small.toString())
                .redirectErrorStream(true)
                .start();
        assumeTrue(mounted.waitFor() == 0, "a small file system cannot be mounted here");
        try (var server = OpenSshd.start(Files.createDirectory(folder.resolve("server")), "MaxSessions 1")) {
            var pins = HostKeys.load(folder.resolve("known_hosts"), List.of());
            pins.pin("127.0.0.1", server.port(), server.hostKeys());
            var target = SshTarget.of(
                            RemoteConformance.NODE, "127.0.0.1", server.port(), System.getProperty("user.name"))
                    .withIdentityFiles(server.clientKey());
            var source = Files.write(folder.resolve("large"), new byte[12_000_000]);
            var there = small.resolve("there");
            try (var link = Link.mina(SshSettings.with(pins));
                    var remote = link.connect(target)) {
                assertThatThrownBy(
                                () -> remote.upload(new Upload(source, there.toString(), 0600), TransferProgress.NONE))
                        .isInstanceOf(RemoteException.class)
                        .hasMessageContaining("No space left on device");
                assertThat(small).isEmptyDirectory();
            }
        } finally {
            eventually(
                    () -> new ProcessBuilder("umount", small.toString()).start().waitFor() == 0,
                    "the node lets go of the file system");
        }
    }
}
