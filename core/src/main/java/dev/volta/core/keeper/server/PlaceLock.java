package dev.volta.core.keeper.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.stream.PrivateSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

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

    /** Stops listening and leaves nothing at {@code place}. */
    static void leave(KeeperPlace place, ServerSocketChannel server) throws IOException {
        if (!server.isOpen()) {
            return;
        }
        alone(place, () -> {
            Files.deleteIfExists(place.log());
            Files.deleteIfExists(place.socket());
            server.close();
            return server;
        });
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
        OURS.lock();
        try (var file = FileChannel.open(place.lock(), CREATE, WRITE);
                var _ = file.lock()) {
            return deed.doIt();
        } finally {
            OURS.unlock();
        }
    }
}
