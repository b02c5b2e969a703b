package dev.volta.hashing.node.client;

import dev.volta.hashing.node.process.OwnSocket;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Pulse;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.Liveness;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.PayloadReader;
import dev.volta.hashing.node.wire.Role;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection to the controller. It shows the controller that this client is there, and sees whether that one is. */
final class ClientLink implements AutoCloseable {
    private final SocketChannel channel;
    private final FrameChannel frames;
    private final Liveness liveness = new Liveness();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Not connected yet, so that it can be closed while it is. */
    ClientLink() throws IOException {
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.frames = new FrameChannel(channel, Frames.MOST_BYTES);
    }

    Welcome connect(Path socket, String token) throws IOException {
        OwnSocket.connect(channel, socket);
        long pid = ProcessHandle.current().pid();
        send(new Hello(Handshake.VERSION, Role.CLIENT, "client-" + pid, "", token, 0, 0, pid));
        if (!(receive() instanceof Welcome welcome)) {
            throw PayloadReader.malformed("the controller did not answer HELLO with WELCOME");
        }
        liveness.limitTo(welcome.leaseMillis());
        Thread.ofPlatform().daemon().name("volta-client-pulse").start(() -> beat(welcome.heartbeatMillis()));
        return welcome;
    }

    private void beat(int millis) {
        try {
            while (!closed.await(Math.max(millis, 1), TimeUnit.MILLISECONDS)) {
                if (liveness.isOver()) {
                    close();
                    return;
                }
                frames.send(new Pulse());
            }
        } catch (IOException | RuntimeException | Error e) {
            // Whoever receives sees the same end.
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void send(Message message) throws IOException {
        frames.send(message);
    }

    Message receive() throws IOException {
        while (true) {
            liveness.listen();
            Message message = frames.read();
            liveness.heard();
            switch (message) {
                case null -> throw new EOFException("the controller closed the connection");
                case Refusal refusal -> throw new RefusedException(refusal);
                case Pulse _ -> {}
                case Message other -> {
                    return other;
                }
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        frames.close();
    }
}
