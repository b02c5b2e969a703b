package dev.volta.core.stream;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.PeerUser;
import dev.volta.core.wire.SocketPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A Unix socket or a TCP port here whose connections lead to a node. The socket is for the owner of this process alone; its
 * folder may be open to others, so each peer's user is looked at too. The port is one of 127.0.0.1, for whoever is on this
 * machine.
 */
public final class LocalListener implements Tunnel {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final NodeName node;
    private final Place here;
    private final Transport transport;
    private final ServerSocketChannel server;
    private final Thread listening;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /** What connections lead through. */
    public interface Transport {
        boolean isOpen();

        /** A new stream to the end on the node; throws {@code IOException} if nobody listens there. */
        Duplex connect() throws IOException, InterruptedException;
    }

    /** Where it listens. */
    private sealed interface Place {
        record Socket(Path file) implements Place {
            @Override
            public String toString() {
                return file.toString();
            }
        }

        record Loopback(Port port) implements Place {
            @Override
            public String toString() {
                return "127.0.0.1:" + port;
            }
        }
    }

    private LocalListener(NodeName node, Place here, Transport transport, ServerSocketChannel server) {
        this.node = node;
        this.here = here;
        this.transport = transport;
        this.server = server;
        this.listening = Thread.ofVirtual().name(node + "-listener").unstarted(this::accept);
    }

    /** Listens on {@code here}, which replaces what a process that died has left there. */
    public static Tunnel open(NodeName node, Path here, Transport transport) {
        if (!SocketPath.fits(here)) {
            throw new RemoteException(
                    node,
                    "the socket path " + here + " has " + SocketPath.bytes(here) + " bytes, at most "
                            + SocketPath.MOST_BYTES
                            + " are possible; choose a shorter folder");
        }
        try {
            removeStale(node, here);
            return new LocalListener(node, new Place.Socket(here), transport, PrivateSocket.bind(here)).begin();
        } catch (IOException e) {
            throw cannotListen(node, here.toString(), e);
        }
    }

    /** Listens on {@code here} of 127.0.0.1. */
    public static Tunnel open(NodeName node, Port here, Transport transport) {
        var place = new Place.Loopback(here);
        try {
            return new LocalListener(node, place, transport, bind(here)).begin();
        } catch (IOException e) {
            throw cannotListen(node, place.toString(), e);
        }
    }

    private static ServerSocketChannel bind(Port port) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            return server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port.number()));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static RemoteException cannotListen(NodeName node, String here, IOException cause) {
        return new RemoteException(node, "cannot listen on " + here + ": " + cause.getMessage(), cause);
    }

    private LocalListener begin() {
        listening.start();
        return this;
    }

    private static void removeStale(NodeName node, Path here) throws IOException {
        if (!Files.exists(here)) {
            return;
        }
        var kind = FileKind.of(here);
        if (kind != FileKind.SOCKET) {
            throw new RemoteException(node, "cannot listen on " + here + ": it is no socket, but " + kind);
        }
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(here));
        } catch (IOException _) {
            Files.delete(here); // nobody listens: left behind by a process that died
            return;
        }
        throw new RemoteException(
                node, "cannot listen on " + here + ": another process does; stop it or choose another path");
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                admit(server.accept());
            } catch (IOException | RuntimeException | Error _) {
                // closed, or too many files are open, or there is no memory for a thread: others come when it is over
                if (server.isOpen()) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private void admit(SocketChannel socket) throws IOException {
        try {
            if (isOurs(socket)) {
                open.add(socket);
                Thread.ofVirtual().name(node + "-tunnel").start(() -> serve(socket));
            } else {
                socket.close();
            }
        } catch (RuntimeException | Error e) {
            open.remove(socket);
            socket.close();
            throw e;
        }
    }

    private boolean isOurs(SocketChannel socket) {
        try {
            return here instanceof Place.Loopback || PeerUser.isSelfOrRoot(socket);
        } catch (IOException _) {
            return false; // of nobody knows whom
        }
    }

    private void serve(SocketChannel socket) {
        try (socket) {
            Relay.run(node + "-tunnel", socket, transport.connect());
        } catch (IOException | RuntimeException _) {
            // Nobody listens there, or the connection is gone: the client sees its end of file.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public boolean isOpen() {
        return server.isOpen() && transport.isOpen();
    }

    /** A port is free once nobody waits for connections to it any more. */
    private void awaitClosed() {
        try {
            listening.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            awaitClosed();
            for (var socket : open) {
                socket.close();
            }
            if (here instanceof Place.Socket(var file)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new RemoteException(node, "cannot remove " + here + ": " + e.getMessage(), e);
        }
    }
}
