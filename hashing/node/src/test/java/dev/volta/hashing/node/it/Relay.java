package dev.volta.hashing.node.it;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Leads connections on to another socket. From {@link #swallow} on it does what a network does that drops packets: the
 * connections that there are stay, whatever is sent over them is taken, and nothing comes out.
 */
final class Relay implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Path target;
    private final List<SocketChannel> open = new ArrayList<>();
    private volatile int swallowed;
    private int accepted;

    Relay(Path socket, Path target) throws IOException {
        this.target = target;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().name("relay").start(this::accept);
    }

    /** Connections that are made after this are led on as before. */
    synchronized void swallow() {
        swallowed = accepted;
    }

    synchronized int accepted() {
        return accepted;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = server.accept();
                SocketChannel far = SocketChannel.open(UnixDomainSocketAddress.of(target));
                synchronized (this) {
                    int number = ++accepted;
                    open.add(near);
                    open.add(far);
                    Thread.ofPlatform().daemon().start(() -> pump(near, far, number));
                    Thread.ofPlatform().daemon().start(() -> pump(far, near, number));
                }
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void pump(SocketChannel from, SocketChannel to, int number) {
        ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
        try {
            while (from.read(bytes.clear()) >= 0) {
                bytes.flip();
                while (number > swallowed && bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
            if (number > swallowed) {
                to.close();
            }
        } catch (IOException e) {
            closeUnlessSwallowed(from, to, number);
        }
    }

    private void closeUnlessSwallowed(SocketChannel from, SocketChannel to, int number) {
        try {
            if (number > swallowed) {
                from.close();
                to.close();
            }
        } catch (IOException e) {
            // The other thread was faster.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
