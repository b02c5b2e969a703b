package dev.volta.core.keeper.server;

import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.wire.PeerUser;
import dev.volta.core.wire.PrivateFolder;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where clients of a keeper come in: its socket, which is put back if somebody removes it. */
final class KeeperSocket {
    /** After a connection that could not be accepted. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final KeeperPlace place;
    private final Admission admission;
    private volatile Listening listening;

    /** @param key the inode of the socket */
    private record Listening(
            ServerSocketChannel server, @Nullable Object key) {}

    /** What is done with a connection of this user; it closes the connection if it throws. */
    @FunctionalInterface
    interface Admission {
        void admit(SocketChannel channel) throws IOException;
    }

    /** What became of the socket. */
    enum State {
        OURS,
        /** It was removed, as by whoever cleans up a folder for temporary files. */
        MADE_ANEW,
        /** Another keeper has come to its place. */
        TAKEN
    }

    /** @param server listens at {@code place} */
    KeeperSocket(KeeperPlace place, ServerSocketChannel server, Admission admission) {
        this.place = place;
        this.admission = admission;
        this.listening = new Listening(server, PlaceLock.key(place));
    }

    void begin() {
        acceptAt(listening.server());
    }

    /** Looks whether clients still find it, and makes it anew where it was removed. */
    State keep() throws IOException {
        var there = PlaceLock.key(place);
        if (there != null && Objects.equals(there, listening.key())) {
            return State.OURS;
        }
        var anew = there == null ? openAnew() : Optional.<ServerSocketChannel>empty();
        if (anew.isEmpty()) {
            return State.TAKEN;
        }
        var before = listening;
        listening = new Listening(anew.get(), PlaceLock.key(place));
        before.server().close();
        acceptAt(anew.get());
        return State.MADE_ANEW;
    }

    private Optional<ServerSocketChannel> openAnew() throws IOException {
        PrivateFolder.ensure(place.folder());
        return PlaceLock.listen(place);
    }

    boolean isOpen() {
        return listening.server().isOpen();
    }

    void leave() throws IOException {
        var last = listening;
        PlaceLock.leave(place, last.server(), last.key());
    }

    private void acceptAt(ServerSocketChannel server) {
        Thread.ofVirtual().name("keeper-door").start(() -> accept(server));
    }

    private void accept(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException | RuntimeException | Error _) {
                // closed, or too many files are open, or there is no memory for a thread: others come when it is over
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void admit(SocketChannel channel) throws IOException {
        try {
            if (PeerUser.isSelf(channel)) {
                admission.admit(channel);
            } else {
                channel.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }
}
