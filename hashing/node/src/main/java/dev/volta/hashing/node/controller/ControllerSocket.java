package dev.volta.hashing.node.controller;

import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.SocketPath;
import dev.volta.hashing.node.process.OwnSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * The Unix socket on which the controller listens, with mode 0600. It is bound inside a folder of its own that only this
 * user can enter, gets its mode there, and only then appears, as a second link, in its place. So it is never open to
 * others, and a stale socket of a killed controller is replaced in one step. The first link stays, because junixsocket
 * takes a socket whose file has moved for closed.
 */
final class ControllerSocket implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final Path nursery;
    private final Object fileKey;
    private final AFUNIXServerSocketChannel server;

    private ControllerSocket(Path path, Path nursery, Object fileKey, AFUNIXServerSocketChannel server) {
        this.path = path;
        this.nursery = nursery;
        this.fileKey = fileKey;
        this.server = server;
    }

    static ControllerSocket bind(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("The socket " + path + " has no folder");
        }
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        OwnSocket.requireFolder(path);
        refuseIfTaken(path);
        Path nursery = folder.resolve("." + path.getFileName());
        Path newborn = nursery.resolve("s");
        if (!SocketPath.fits(newborn)) {
            throw new IOException(
                    "The socket path " + path + " is too long: a socket path has at most " + SocketPath.MOST_BYTES
                            + " bytes, 3 of which are needed here; choose a folder with a shorter name");
        }
        clear(nursery);
        Files.createDirectory(nursery, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        AFUNIXServerSocketChannel server = AFUNIXServerSocketChannel.open();
        server.bind(AFUNIXSocketAddress.of(newborn));
        Files.setPosixFilePermissions(newborn, PosixFilePermissions.fromString("rw-------"));
        Path second = Files.createLink(nursery.resolve("l"), newborn);
        Files.move(second, path, StandardCopyOption.ATOMIC_MOVE);
        return new ControllerSocket(path, nursery, fileKey(newborn), server);
    }

    AFUNIXSocketChannel accept() throws IOException {
        return server.accept();
    }

    /** Removes the socket file too, unless another controller has put its own there. */
    @Override
    public void close() throws IOException {
        server.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && fileKey(path).equals(fileKey)) {
            Files.delete(path);
            clear(nursery);
        }
    }

    private static void clear(Path nursery) throws IOException {
        Files.deleteIfExists(nursery.resolve("s"));
        Files.deleteIfExists(nursery.resolve("l"));
        Files.deleteIfExists(nursery);
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static void refuseIfTaken(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (FileKind.of(path, LinkOption.NOFOLLOW_LINKS) != FileKind.SOCKET) {
            throw new IOException(path + " is there and is no socket; remove it or choose another path");
        }
        boolean alive;
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive = probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            alive = false;
        }
        if (alive) {
            throw new IOException("A controller is already listening on " + path + "; stop it first");
        }
    }
}
