package dev.volta.core.vm;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.stream.PrivateSocket;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Waits for QEMU to connect to the guest's port. It connects, and not we, so that it does so again with whoever listens
 * next: what a guest writes while nobody does is kept.
 */
final class GuestListener implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 20;

    private final ServerSocketChannel server;
    private final Selector selector;

    private GuestListener(ServerSocketChannel server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    /** Whoever listened on this path before is not found there any more. */
    static GuestListener bind(Path path) throws IOException {
        Files.deleteIfExists(path);
        var server = PrivateSocket.bind(path);
        try {
            server.configureBlocking(false);
            var selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            return new GuestListener(server, selector);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * The port of the guest.
     *
     * @throws VmException if QEMU ended, or did not connect in time
     */
    GuestPort accept(QemuProcess qemu, Duration limit) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            selector.select(LOOK_EVERY_MS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var channel = server.accept();
            if (channel != null) {
                return new GuestPort(LineSocket.of(channel, "guest"));
            }
            if (!qemu.isAlive()) {
                throw new VmException("QEMU ended");
            }
            if (System.nanoTime() > deadline) {
                throw new VmException("QEMU has not connected to " + server.getLocalAddress() + " for "
                        + DurationFormat.inWords(limit));
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        server.close();
    }
}
