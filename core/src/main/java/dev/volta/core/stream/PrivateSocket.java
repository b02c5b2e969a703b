package dev.volta.core.stream;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A Unix socket that listens for the owner of this process alone. */
public final class PrivateSocket {
    private PrivateSocket() {}

    /**
     * Listens on {@code path} with mode 0600. Between its making and the change of its mode others can connect for a
     * moment, unless they cannot enter its folder.
     *
     * @throws IOException if something is there already, or a socket cannot be made there
     */
    public static ServerSocketChannel bind(Path path) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }
}
