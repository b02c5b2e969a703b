package dev.volta.hashing.node.process;

import dev.volta.core.wire.PeerUser;
import dev.volta.core.wire.PrivateFolder;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A Unix socket that nobody but this user, or root, can have made. Whoever connects to one gives away a token, and believes
 * what he is answered.
 */
public final class OwnSocket {
    /** A runtime that was linked without it cannot ask the kernel; the folder has to be enough then, and is. */
    private static final boolean KNOWS_PEERS =
            ModuleLayer.boot().findModule("jdk.net").isPresent();

    private OwnSocket() {}

    /**
     * Connects {@code channel} to {@code socket}, which may be a link from one folder of this user to another.
     *
     * @throws UnusableException if somebody else listens on it
     * @throws dev.volta.core.wire.ForeignFolderException if somebody else could have put a socket there
     */
    public static void connect(SocketChannel channel, Path socket) throws IOException {
        requireFolder(socket);
        requireFolder(socket.toRealPath());
        channel.connect(UnixDomainSocketAddress.of(socket));
        if (KNOWS_PEERS && !PeerUser.isSelfOrRoot(channel)) {
            throw new UnusableException("user " + PeerUser.name(channel) + " listens on " + socket);
        }
    }

    /** Checks the folder that {@code socket} is in, or will be made in. */
    public static void requireFolder(Path socket) throws IOException {
        var folder = socket.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("The socket " + socket + " has no folder");
        }
        PrivateFolder.requireUnalterable(folder);
    }
}
