package dev.volta.hashing.node.worker;

import dev.volta.hashing.node.process.OwnSocket;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.ItemOutcome;
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
import org.jspecify.annotations.Nullable;

/** One connection to the controller, after its handshake. */
final class Link implements AutoCloseable {
    private static final int MOST_OUTCOMES = 512;

    private final FrameChannel frames;
    private final Usage usage;
    private final Welcome welcome;
    private volatile boolean open = true;

    private Link(FrameChannel frames, Usage usage, Welcome welcome) {
        this.frames = frames;
        this.usage = usage;
        this.welcome = welcome;
    }

    static Link open(WorkerSettings settings, Usage usage, long heldLease) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        FrameChannel frames = new FrameChannel(channel, Frames.MOST_BYTES);
        try {
            OwnSocket.connect(channel, settings.socket());
            frames.send(new Hello(
                    Handshake.VERSION,
                    Role.WORKER,
                    settings.id(),
                    settings.node(),
                    settings.token(),
                    usage.cpuNanos(),
                    heldLease));
            return new Link(frames, usage, welcome(frames.read()));
        } catch (IOException e) {
            frames.close();
            throw e;
        }
    }

    boolean resumed() {
        return welcome.resumed();
    }

    int heartbeatMillis() {
        return Math.max(welcome.heartbeatMillis(), 1);
    }

    boolean isOpen() {
        return open;
    }

    Message receive() throws IOException {
        Message message = frames.read();
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
        open = false;
        frames.close();
    }

    private static Welcome welcome(@Nullable Message answer) throws IOException {
        return switch (answer) {
            case null -> throw new EOFException("the controller closed the connection");
            case Welcome welcome -> welcome;
            case Refusal refusal -> throw new ProtocolException(refusal.fault(), refusal.text());
            case Message other -> throw PayloadReader.malformed("HELLO was answered with " + other.type());
        };
    }
}
