package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.metrics.Readings;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.LargeFrames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;

/** Accepts connections, checks who is at the other end, and ends those that fall silent. */
final class Controller implements AutoCloseable {
    /** 1024 workers, for which the heap of a controller is enough and its one lock too, and room for clients. */
    private static final int MOST_CONNECTIONS = 1100;
    /** A worker's connection has two threads; the deepest stack is that of a job that writes its files. */
    private static final long STACK_BYTES = 256 << 10;

    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ControllerSettings settings;
    private final FileChannel lockFile;
    private final Dispatcher board;
    private final ControllerSocket socket;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final LargeFrames room = LargeFrames.ofHeap();
    private final long ownUid;
    private final AcceptLoop<AFUNIXSocketChannel> acceptLoop;
    private long nextRecovery = System.nanoTime() + RECOVERY_NANOS;
    private volatile boolean closed;

    private Controller(ControllerSettings settings, FileChannel lockFile, Dispatcher board, ControllerSocket socket)
            throws IOException {
        this.settings = settings;
        this.lockFile = lockFile;
        this.board = board;
        this.socket = socket;
        this.acceptLoop = new AcceptLoop<>(socket::accept, this::welcome, () -> closed);
        this.ownUid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    }

    /** Takes up old jobs and listens; {@link #tick()} has to be called a few times a second from then on. */
    static Controller start(ControllerSettings settings) throws IOException {
        Files.createDirectories(
                settings.state(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lockFile =
                FileChannel.open(settings.state().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = lockFile.tryLock();
        if (lock == null) {
            throw new IOException("Another controller uses the state folder " + settings.state());
        }
        Dispatcher board = new Dispatcher(settings.state().resolve("jobs"), Disk.REAL, Clock.systemUTC());
        board.recover(settings.leaseTimeout());
        Controller controller = new Controller(settings, lockFile, board, ControllerSocket.bind(settings.socket()));
        thread("volta-accept", controller.acceptLoop);
        return controller;
    }

    /** Disconnects whoever has been silent for too long; throws when no more connections can be accepted. */
    void tick() {
        acceptLoop.failure().ifPresent(broken -> {
            throw new IllegalStateException(
                    "Cannot accept connections on " + settings.socket() + ": " + broken, broken);
        });
        long now = System.nanoTime();
        board.requireWorkers(now, settings.absence());
        for (Session session : sessions) {
            session.closeIfSilent(now, settings.leaseTimeout());
        }
        board.forgetAbandoned(now, settings.clientAbsence());
        if (now - nextRecovery >= 0) {
            nextRecovery = now + RECOVERY_NANOS;
            board.recoverUnreadable();
        }
    }

    Readings.Source readings() {
        return board;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        socket.close();
        sessions.forEach(Session::close);
        board.close();
        lockFile.close();
    }

    static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).stackSize(STACK_BYTES).start(work);
    }

    private void welcome(AFUNIXSocketChannel channel) throws IOException {
        try {
            begin(channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private void begin(AFUNIXSocketChannel channel) throws IOException {
        AFUNIXSocketCredentials peer = channel.getPeerCredentials();
        FrameChannel frames = new FrameChannel(channel, Frames.MOST_STRANGER_BYTES, room);
        Session session = new Session(frames, peer.getPid(), settings, board, sessions::remove);
        if (peer.getUid() != ownUid && peer.getUid() != 0) {
            session.refuse(Fault.UNAUTHORIZED, "user " + peer.getUid() + " may not use this controller");
        } else if (sessions.size() >= MOST_CONNECTIONS) {
            session.refuse(Fault.BUSY, "the controller has " + MOST_CONNECTIONS + " connections already");
        } else {
            sessions.add(session);
            try {
                thread("volta-session-" + peer.getPid(), session::run);
            } catch (Error e) { // there is no memory for one more thread
                sessions.remove(session);
                throw e;
            }
        }
    }
}
