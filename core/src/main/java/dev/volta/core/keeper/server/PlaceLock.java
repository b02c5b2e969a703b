package dev.volta.core.keeper.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.stream.PrivateSocket;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time make or remove the sockets of a folder. Whether a keeper lives is known by whether someone
 * accepts on its socket, which the kernel ends with the process; without the lock, two that find a dead one's socket
 * could each remove the other's new one.
 */
final class PlaceLock {
    /** A file lock holds off other processes, and fails where another thread of this one has it. */
    private static final ReentrantLock OURS = new ReentrantLock();

    private PlaceLock() {}

    private interface Deed<T> {
        T doIt() throws IOException;
    }

    /** A socket that listens at {@code place}; empty if another process accepts there. */
    static Optional<ServerSocketChannel> listen(KeeperPlace place) throws IOException {
        return alone(place, () -> {
            if (isServed(place.socket())) {
                return Optional.empty();
            }
            Files.deleteIfExists(place.socket());
            return Optional.of(PrivateSocket.bind(place.socket()));
        });
    }

    /** The socket's inode, by which it is told from another keeper's at the same place; null if there is none. */
    static @Nullable Object key(KeeperPlace place) {
        try {
            return Files.readAttributes(place.socket(), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Stops listening and leaves no socket at {@code place}, unless another keeper has come there meanwhile.
     *
     * @param key of our socket
     */
    static void leave(KeeperPlace place, ServerSocketChannel server, @Nullable Object key) throws IOException {
        if (!server.isOpen()) {
            return;
        }
        if (!Files.isDirectory(place.folder())) {
            server.close();
            return;
        }
        alone(place, () -> {
            var there = key(place);
            if (there == null || there.equals(key)) {
                Files.deleteIfExists(place.socket());
            }
            server.close();
            return server;
        });
    }

    /** Removes the log, unless another keeper has come and writes to it. */
    static void removeLog(KeeperPlace place) throws IOException {
        if (Files.isDirectory(place.folder())) {
            alone(place, () -> !Files.exists(place.socket()) && Files.deleteIfExists(place.log()));
        }
    }

    private static boolean isServed(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return false;
        }
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException _) {
            return false;
        }
    }

    private static <T> T alone(KeeperPlace place, Deed<T> deed) throws IOException {
        RegularFile.requireIfThere(place.lock());
        OURS.lock();
        try (var file = FileChannel.open(place.lock(), CREATE, WRITE);
                var _ = file.lock()) {
            return deed.doIt();
        } finally {
            OURS.unlock();
        }
    }
}
