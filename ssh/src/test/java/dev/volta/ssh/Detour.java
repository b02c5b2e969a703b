package dev.volta.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A port that leads to another one until it is blocked; what comes then goes nowhere, and nobody is told. */
final class Detour implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int target;
    private volatile boolean blocked;

    Detour(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void block() {
        blocked = true;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var here = listener.accept();
                var there = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> copy(here, there));
                Thread.ofVirtual().start(() -> copy(there, here));
            } catch (IOException _) {
                // It is being closed, or the server is gone.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[1 << 15];
            while (true) {
                int read = in.read(buffer);
                if (blocked) {
                    closed.await();
                }
                if (read < 0) {
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException _) {
            // One side is gone, and with it the other.
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
    }
}
