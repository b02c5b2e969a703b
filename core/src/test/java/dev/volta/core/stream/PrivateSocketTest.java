package dev.volta.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateSocketTest {
    @TempDir
    private Path folder;

    @Test
    void listensForItsOwnerAlone() throws IOException {
        var path = folder.resolve("socket");
        try (var server = PrivateSocket.bind(path);
                var client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var accepted = server.accept()) {
            assertThat(client.isConnected() && accepted.isConnected()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void leavesWhatIsThereAlone() throws IOException {
        var path = Files.writeString(folder.resolve("socket"), "mine");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> PrivateSocket.bind(path)).isInstanceOf(BindException.class);
        assertThat(path).hasContent("mine");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> PrivateSocket.bind(folder.resolve("none/socket")))
                .isInstanceOf(SocketException.class);
    }
}
