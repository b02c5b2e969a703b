package dev.volta.core.vm.link;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.stream.Duplex;
import dev.volta.core.stream.LocalListener;
import dev.volta.core.stream.PrivateSocket;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The link of a virtual machine. QEMU connects to its socket, and does so again with whoever listens next; all tunnels of
 * the connection before are lost then.
 */
public final class GuestLink implements AutoCloseable {
    /** Of the port, as the guest finds it. */
    public static final String PORT = "volta.link";

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NodeName node;
    private final ServerSocketChannel server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition greeted = lock.newCondition();
    private @Nullable LinkSession connected;
    private @Nullable LinkSession answering;
    private boolean silent;

    private GuestLink(NodeName node, ServerSocketChannel server) {
        this.node = node;
        this.server = server;
    }

    /** Whoever listened on this path before is not found there any more. */
    public static GuestLink listen(NodeName node, Path path) throws IOException {
        Files.deleteIfExists(path);
        var link = new GuestLink(node, PrivateSocket.bind(path));
        Thread.ofVirtual().name(node + "-link-door").start(link::accept);
        return link;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                admit(new LinkSession(node + "-link", server.accept()));
            } catch (IOException | RuntimeException | Error _) {
                // closed, or too many files are open, or there is no memory for a thread: QEMU connects again
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** One that nobody serves is closed, so that QEMU sees its end and connects again. */
    private void admit(LinkSession session) {
        try {
            replace(session);
            Thread.ofVirtual().name(node + "-link").start(() -> serve(session));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
        if (!server.isOpen()) {
            replace(null); // it was closed meanwhile
        }
    }

    private void replace(@Nullable LinkSession session) {
        LinkSession before;
        lock.lock();
        try {
            before = connected;
            connected = session;
            answering = null;
        } finally {
            lock.unlock();
        }
        if (before != null) {
            before.close();
        }
    }

    private void serve(LinkSession session) {
        try {
            session.serve(() -> answers(session));
        } finally {
            ended(session);
        }
    }

    private void ended(LinkSession session) {
        lock.lock();
        try {
            if (answering == session) {
                answering = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void answers(LinkSession session) {
        lock.lock();
        try {
            if (connected == session) {
                answering = session;
                silent = false;
                greeted.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether the guest answers on its port. Of one that did not within a limit, it is asked without waiting afterwards.
     */
    public boolean answers(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (var left = limit.toNanos(); answering == null && !silent && left > 0; ) {
                left = greeted.awaitNanos(left);
            }
            silent = answering == null;
            return !silent;
        } finally {
            lock.unlock();
        }
    }

    private LinkSession session() throws IOException {
        lock.lock();
        try {
            if (answering == null) {
                throw new IOException("the guest does not answer on its port " + PORT);
            }
            return answering;
        } finally {
            lock.unlock();
        }
    }

    /** As {@code Remote.socketToNode}. */
    public Tunnel socketToNode(Path here, String there) {
        try {
            var session = session();
            return LocalListener.open(node, here, new LocalListener.Transport() {
                @Override
                public boolean isOpen() {
                    return session.isOpen();
                }

                @Override
                public Duplex connect() throws IOException, InterruptedException {
                    return session.connect(there);
                }
            });
        } catch (IOException e) {
            throw new RemoteException(node, "cannot lead " + here + " to " + there + ": " + e.getMessage(), e);
        }
    }

    /** As {@code Remote.socketFromNode}. */
    public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
        try {
            var session = session();
            return new GuestListening(node, there, session, session.listen(there, here));
        } catch (IOException e) {
            throw new RemoteException(node, "the node does not listen on " + there + ": " + e.getMessage(), e);
        }
    }

    /** Breaks the connection as the death of this process would; QEMU connects again. */
    void hangUp() {
        replace(null);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException _) {
            // it is closed for this process either way
        }
        hangUp();
    }
}
