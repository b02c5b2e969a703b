package dev.volta.hashing.node.metrics;

import dev.volta.hashing.node.process.OwnSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers {@code GET /metrics} on a Unix socket and on a TCP port of the loopback interface, on one thread. The socket is
 * for Volta: its place is known, and leads nowhere else when the process is gone. The port is for Prometheus. Every user of
 * the machine can connect to the port, so connections of the one do not count for the other.
 */
public final class MetricsServer implements AutoCloseable {
    private static final int MOST_CONNECTIONS_EACH = 16;
    private static final int PORTS_TRIED = 64;
    private static final int LAST_PORT = 65535;
    private static final long LOOK_MILLIS = 1000;
    private static final long STACK_BYTES = 256 << 10;
    /** On the socket, between the last bytes of a request and now; looks of Volta may be minutes apart. */
    private static final Duration IDLE = Duration.ofMinutes(10);
    /** On the port, from one answer to the end of the next; Prometheus connects again without ado. */
    private static final Duration SCRAPE_LIMIT = Duration.ofSeconds(15);

    private final List<Readings.Source> sources;
    private final Path socket;
    private final Path url;
    private final Selector selector;
    private final Duration scrapeLimit;
    private volatile boolean closed;

    private MetricsServer(Path socket, Selector selector, List<Readings.Source> sources, Duration scrapeLimit) {
        this.scrapeLimit = scrapeLimit;
        this.sources = sources;
        this.socket = socket;
        this.url = socket.resolveSibling(socket.getFileName() + ".url");
        this.selector = selector;
    }

    /** Starts to answer, with what {@code source} and the process itself tell. A process without a socket tells nothing. */
    public static AutoCloseable start(MetricsSettings settings, Readings.Source source) {
        return start(settings, source, SCRAPE_LIMIT);
    }

    static AutoCloseable start(MetricsSettings settings, Readings.Source source, Duration scrapeLimit) {
        if (settings.socket().isEmpty()) {
            return () -> {};
        }
        try {
            var socket = settings.socket().get();
            makeFolder(socket);
            var server =
                    new MetricsServer(socket, Selector.open(), List.of(source, new ProcessReadings()), scrapeLimit);
            try {
                server.listen(settings.firstPort());
            } catch (IOException e) {
                server.close();
                server.release();
                throw e;
            }
            return server;
        } catch (IOException | RuntimeException e) {
            // Nobody stops working because he cannot be watched.
            System.err.println("no metrics: " + e);
            return () -> {};
        }
    }

    private static void makeFolder(Path socket) throws IOException {
        Files.createDirectories(
                socket.toAbsolutePath().getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        OwnSocket.requireFolder(socket);
    }

    private void listen(int firstPort) throws IOException {
        Files.deleteIfExists(url);
        Files.deleteIfExists(socket);
        var local = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        accepting(local, MetricsConversation.Peer.VOLTA);
        local.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        var tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
        accepting(tcp, MetricsConversation.Peer.ANYONE);
        tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        bind(tcp, firstPort);
        var address = (InetSocketAddress) tcp.getLocalAddress();
        var part = url.resolveSibling("." + url.getFileName());
        Files.writeString(part, "http://127.0.0.1:" + address.getPort() + "/metrics\n");
        Files.move(part, url, StandardCopyOption.ATOMIC_MOVE);
        Thread.ofPlatform()
                .daemon()
                .name("volta-metrics")
                .stackSize(STACK_BYTES)
                .start(this::serve);
    }

    private void accepting(ServerSocketChannel channel, MetricsConversation.Peer peer) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT, peer);
    }

    private static void bind(ServerSocketChannel channel, int firstPort) throws IOException {
        var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        var last = firstPort == 0 ? 0 : Math.min(firstPort + PORTS_TRIED - 1, LAST_PORT);
        for (int port = firstPort; ; port++) {
            try {
                channel.bind(new InetSocketAddress(loopback, port));
                return;
            } catch (IOException e) {
                if (port >= last) {
                    throw new IOException("no free TCP port from " + firstPort + " to " + last + ": " + e, e);
                }
            }
        }
    }

    private void serve() {
        try {
            while (!closed) {
                selector.select(key -> attend(key), selector.keys().size() > 2 ? LOOK_MILLIS : 0);
                closeIdle();
            }
        } catch (IOException | RuntimeException | Error e) {
            if (!closed) {
                System.err.println("no metrics any more: " + e);
                removeFiles();
            }
        } finally {
            release();
        }
    }

    private void attend(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel listening
                    && key.attachment() instanceof MetricsConversation.Peer peer) {
                acceptOrWait(listening, peer);
            } else if (key.attachment() instanceof MetricsConversation conversation) {
                conversation.attend(key, this::text);
            }
        } catch (IOException e) {
            close(key);
        } catch (RuntimeException | Error e) { // what is read for this answer, or the room for it: others are answered
            System.err.println("an answer with metrics broke: " + e);
            close(key);
        }
    }

    /** With no descriptor left there is nothing to do but to wait for one. */
    private void acceptOrWait(ServerSocketChannel listening, MetricsConversation.Peer peer) {
        try {
            accept(listening, peer);
        } catch (IOException | RuntimeException | Error e) { // the port stays open whatever a connection fails of
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private void accept(ServerSocketChannel listening, MetricsConversation.Peer peer) throws IOException {
        var channel = listening.accept();
        if (channel == null) {
            return;
        }
        try {
            if (connections(peer) >= MOST_CONNECTIONS_EACH) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new MetricsConversation(channel, peer));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private long connections(MetricsConversation.Peer peer) {
        return selector.keys().stream()
                .filter(key -> key.isValid()
                        && key.attachment() instanceof MetricsConversation conversation
                        && conversation.peer() == peer)
                .count();
    }

    private String text() {
        var readings = new Readings();
        sources.forEach(source -> source.read(readings));
        return readings.text();
    }

    private void closeIdle() {
        var now = System.nanoTime();
        for (var key : selector.keys()) {
            if (key.isValid()
                    && key.attachment() instanceof MetricsConversation conversation
                    && isOverdue(conversation, now)) {
                close(key);
            }
        }
    }

    private boolean isOverdue(MetricsConversation conversation, long now) {
        return switch (conversation.peer()) {
            case VOLTA -> conversation.idleNanos(now) > IDLE.toNanos();
            case ANYONE -> conversation.sinceAnswerNanos(now) > scrapeLimit.toNanos();
        };
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    private void release() {
        selector.keys().forEach(MetricsServer::close);
        try {
            selector.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            Files.deleteIfExists(url);
            Files.deleteIfExists(socket);
            selector.wakeup();
        }
    }

    /** Nobody is to believe that he is answered here. */
    private void removeFiles() {
        try {
            Files.deleteIfExists(url);
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            System.err.println("while metrics ended: " + e);
        }
    }
}
