package dev.volta.ssh.openssh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The channels of a connection, over the control socket of its master in proxy mode. As long as this is open the master
 * stays, and when the master or the connection ends, this ends.
 *
 * <p>A thread writes and a thread reads, and nobody else touches the socket: the JDK closes a channel whose thread is
 * interrupted, and with it would go every command of the connection. What waits to be written is bounded for each
 * channel.
 */
public final class ProxySession implements AutoCloseable {
    private static final int PROXY = 0x1000000f;
    private static final int IN_PROXY_MODE = 0x8000000f;

    private final MuxSocket socket;
    private final Map<Integer, ProxyChannel> channels = new ConcurrentHashMap<>();
    private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private volatile boolean open = true;

    private record Outgoing(MuxMessage message, Runnable written) {}

    private ProxySession(MuxSocket socket) {
        this.socket = socket;
    }

    /** A session over the control socket {@code path}; its threads are named after {@code name}. */
    static ProxySession open(Path path, String name) throws IOException {
        var socket = MuxSocket.connect(path);
        try {
            socket.write(new MuxMessage().number(PROXY).number(1));
            if (socket.read().getInt() != IN_PROXY_MODE) {
                throw new IOException("this ssh does not pass on channels (proxy mode, OpenSSH 7.4 and later)");
            }
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        var session = new ProxySession(socket);
        Thread.ofVirtual().name(name + "-read").start(session::read);
        Thread.ofVirtual().name(name + "-write").start(session::write);
        return session;
    }

    /** Starts {@code line} in the login shell of the user. */
    public ProxyChannel exec(String line, Duration limit) throws IOException, InterruptedException {
        return started("exec", line, limit);
    }

    public ProxyChannel subsystem(String name, Duration limit) throws IOException, InterruptedException {
        return started("subsystem", name, limit);
    }

    /** Connects to the Unix socket {@code path} on the node. */
    public ProxyChannel socket(String path, Duration limit) throws IOException, InterruptedException {
        // The path, and two fields that are reserved (OpenSSH's file PROTOCOL, section 2.4).
        return opened(
                "direct-streamlocal@openssh.com",
                new MuxMessage().text(path).text("").number(0),
                limit);
    }

    /** Connects to {@code port} of 127.0.0.1 on the node. */
    public ProxyChannel port(int port, Duration limit) throws IOException, InterruptedException {
        // Whereto, and where the connection comes from (RFC 4254, section 7.2).
        return opened(
                "direct-tcpip",
                new MuxMessage()
                        .text("127.0.0.1")
                        .number(port)
                        .text("127.0.0.1")
                        .number(0),
                limit);
    }

    private ProxyChannel started(String request, String argument, Duration limit)
            throws IOException, InterruptedException {
        var channel = opened("session", new MuxMessage(), limit);
        var started = false;
        try {
            channel.start(request, argument, limit);
            started = true;
            return channel;
        } finally {
            if (!started) {
                channel.close();
            }
        }
    }

    private ProxyChannel opened(String type, MuxMessage more, Duration limit) throws IOException, InterruptedException {
        if (!open) {
            throw new IOException("the connection is gone");
        }
        var channel = new ProxyChannel(this, lastId.incrementAndGet());
        channels.put(channel.id(), channel);
        send(new MuxMessage()
                .octet(0)
                .octet(ChannelMessage.CHANNEL_OPEN)
                .text(type)
                .number(channel.id())
                .number(ProxyChannel.WINDOW)
                .number(ProxyChannel.PACKET)
                .append(more));
        var confirmed = false;
        try {
            if (!open) {
                channel.onGone(); // what ended the others may have missed this one
            }
            channel.awaitOpen(limit);
            confirmed = true;
            return channel;
        } finally {
            if (!confirmed) {
                channel.close();
            }
        }
    }

    public boolean isOpen() {
        return open;
    }

    void send(MuxMessage message) {
        send(message, () -> {});
    }

    void send(MuxMessage message, Runnable written) {
        outgoing.add(new Outgoing(message, written));
    }

    private void write() {
        try (socket) {
            while (open) {
                var next = outgoing.take();
                socket.write(next.message());
                next.written().run();
            }
        } catch (IOException | InterruptedException _) {
            // the reading side tells the channels
        }
    }

    private void read() {
        try (socket) {
            while (true) {
                var packet = socket.read();
                packet.get(); // the length of a padding that there is none of
                take(packet.get(), packet);
            }
        } catch (IOException | BufferUnderflowException _) {
            // the connection is gone, or nothing of it can be understood any more
        } finally {
            open = false;
            channels.values().forEach(ProxyChannel::onGone);
            send(new MuxMessage()); // wakes the writing thread
        }
    }

    private void take(int type, ByteBuffer in) throws IOException {
        if (type <= ChannelMessage.CHANNEL_OPEN || type > ChannelMessage.FAILURE) {
            return; // the master answers for everything else
        }
        var channel = channels.get(in.getInt());
        if (channel == null) {
            return;
        }
        switch (type) {
            case ChannelMessage.OPEN_CONFIRMATION ->
                channel.onConfirmation(
                        Integer.toUnsignedLong(in.getInt()),
                        Integer.toUnsignedLong(in.getInt()),
                        Integer.toUnsignedLong(in.getInt()));
            case ChannelMessage.OPEN_FAILURE -> {
                in.getInt(); // a number for what the text says
                channel.onRefusal(MuxMessage.text(in));
                channels.remove(channel.id());
            }
            case ChannelMessage.WINDOW_ADJUST -> channel.onWindow(Integer.toUnsignedLong(in.getInt()));
            case ChannelMessage.DATA -> channel.onData(MuxMessage.data(in));
            case ChannelMessage.EXTENDED_DATA -> channel.onExtendedData(in.getInt(), MuxMessage.data(in));
            case ChannelMessage.EOF -> channel.onEnd();
            case ChannelMessage.CLOSE -> {
                channel.onClose();
                channels.remove(channel.id());
            }
            case ChannelMessage.REQUEST -> channel.onRequest(in);
            case ChannelMessage.SUCCESS -> channel.onAnswer(true);
            case ChannelMessage.FAILURE -> channel.onAnswer(false);
            default -> throw new IllegalStateException("no message about a channel: " + type);
        }
    }

    @Override
    public void close() {
        open = false;
        socket.close();
    }
}
