package dev.volta.hashing.node.worker;

import dev.volta.hashing.node.process.OwnSocket;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.ItemOutcome;
import dev.volta.hashing.node.wire.Liveness;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.PayloadReader;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.Role;
import dev.volta.hashing.node.wire.WorkerMessage.Heartbeat;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.List;

/** One connection to the controller. */
final class Link implements AutoCloseable {
    private static final int MOST_OUTCOMES = 512;

    private final SocketChannel channel;
    private final FrameChannel frames;
    private final Usage usage;
    private final Liveness liveness = new Liveness();

    /** Not connected yet, so that it can be closed while it is. */
    Link(Usage usage) throws IOException {
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.frames = new FrameChannel(channel, Frames.MOST_BYTES);
        this.usage = usage;
    }

    /** @param instance what tells this process from another one of the same id */
    Welcome connect(WorkerSettings settings, long heldLease, long instance) throws IOException {
        liveness.listen();
        OwnSocket.connect(channel, settings.socket());
        frames.send(new Hello(
                Handshake.VERSION,
                Role.WORKER,
                settings.id(),
                settings.node(),
                settings.token(),
                usage.cpuNanos(),
                heldLease,
                instance));
        if (!(receive() instanceof Welcome welcome)) {
            throw PayloadReader.malformed("the controller did not answer HELLO with WELCOME");
        }
        liveness.limitTo(welcome.leaseMillis());
        return welcome;
    }

    /** Closes it if the controller has been silent for too long; a thread that waits for it sees the end. */
    void closeIfDead() {
        if (liveness.isOver()) {
            close();
        }
    }

    Message receive() throws IOException {
        liveness.listen();
        Message message = frames.read();
        liveness.heard();
        if (message == null) {
            throw new EOFException("the controller closed the connection");
        }
        if (message instanceof Refusal refusal) {
            throw new ProtocolException(refusal.fault(), refusal.text());
        }
        return message;
    }

    void send(Message message) throws IOException {
        frames.send(message);
    }

    void sendResults(long lease, List<ItemOutcome> outcomes) throws IOException {
        send(new Results(lease, usage.cpuNanos(), usage.busyNanos(), outcomes));
    }

    void sendHeartbeat() throws IOException {
        send(new Heartbeat(usage.lease(), usage.cpuNanos(), usage.busyNanos(), usage.bytesIntoFile()));
    }

    /** As many of them as fit in one frame. */
    List<ItemOutcome> fitting(List<ItemOutcome> outcomes) {
        return List.copyOf(outcomes.subList(0, Math.min(outcomes.size(), MOST_OUTCOMES)));
    }

    @Override
    public void close() {
        frames.close();
    }
}
