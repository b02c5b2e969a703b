package dev.volta.hashing.node.controller;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * The Unix socket on which the controller listens, with mode 0600. It is bound inside a folder that only this user can
 * enter, given its mode there and then moved to its place, so it is never open to others and a stale socket of a killed
 * controller is replaced in one step.
 */
final class ControllerSocket implements AutoCloseable {
    private static final int MOST_PATH_BYTES = 107;

    private final Path path;
    private final Object fileKey;
    private final AFUNIXServerSocketChannel server;

    private ControllerSocket(Path path, Object fileKey, AFUNIXServerSocketChannel server) {
        this.path = path;
        this.fileKey = fileKey;
        this.server = server;
    }

    static ControllerSocket bind(Path path) throws IOException {
        refuseIfTaken(path);
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("The socket " + path + " has no folder");
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path nursery = Files.createDirectory(
                folder.resolve(".v" + ProcessHandle.current().pid()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path newborn = nursery.resolve("s");
        int bytes = newborn.toString().getBytes(StandardCharsets.UTF_8).length;
        try {
            if (bytes > MOST_PATH_BYTES) {
                throw new IOException("The socket path " + path + " is too long: choose a folder with a shorter name,"
                        + " a socket path has at most 107 bytes");
            }
            AFUNIXServerSocketChannel server = AFUNIXServerSocketChannel.open();
            server.bind(AFUNIXSocketAddress.of(newborn));
            Files.setPosixFilePermissions(newborn, PosixFilePermissions.fromString("rw-------"));
            Object fileKey = fileKey(newborn);
            Files.move(newborn, path, StandardCopyOption.ATOMIC_MOVE);
            return new ControllerSocket(path, fileKey, server);
        } finally {
            Files.deleteIfExists(newborn);
            Files.deleteIfExists(nursery);
        }
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
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static void refuseIfTaken(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
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
