package dev.volta.hashing.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnSocketTest {
    @TempDir
    private Path folder;

    private static void connect(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            OwnSocket.connect(channel, socket);
        }
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        return server;
    }

    @Test
    void connectsToASocketOfItsOwnUserAlsoOverALink() throws IOException {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel server = listen(socket)) {
            assertThat(server.isOpen()).isTrue();
            connect(socket);
            connect(Files.createSymbolicLink(folder.resolve("l"), socket));
        }
    }

    @Test
    void waitsForASocketThatIsNotThereYet() {
        assertThatThrownBy(() -> connect(folder.resolve("run/s"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesASocketInAFolderThatOthersCanChange() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path socket = open.resolve("s");
        try (ServerSocketChannel server = listen(socket)) {
            assertThat(server.isOpen()).isTrue();
            assertThatThrownBy(() -> connect(socket))
                    .isInstanceOf(ForeignFolderException.class)
                    .hasMessageContaining("mode 0777");
            Path link = Files.createSymbolicLink(folder.resolve("l"), socket);
            assertThatThrownBy(() -> connect(link)).isInstanceOf(ForeignFolderException.class);
        }
    }

    @Test
    void refusesASocketOnWhichSomebodyElseListens() throws Exception {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can listen as somebody else");
        Path socket = folder.resolve("s");
        try (Stranger stranger = Stranger.listen(socket)) {
            assertThatThrownBy(() -> connect(socket))
                    .isInstanceOf(UnusableException.class)
                    .hasMessage("user " + stranger.uid() + " listens on " + socket);
        }
    }
}
