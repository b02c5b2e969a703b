package dev.volta.hashing.node.client;

import dev.volta.hashing.node.process.OwnSocket;
import dev.volta.hashing.node.wire.FrameChannel;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.PayloadReader;
import dev.volta.hashing.node.wire.Role;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** One connection to the controller. */
final class ClientLink implements AutoCloseable {
    private final SocketChannel channel;
    private final FrameChannel frames;

    /** Not connected yet, so that it can be closed while it is. */
    ClientLink() throws IOException {
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.frames = new FrameChannel(channel, Frames.MOST_BYTES);
    }

    Welcome connect(Path socket, String token) throws IOException {
        OwnSocket.connect(channel, socket);
        String name = "client-" + ProcessHandle.current().pid();
        send(new Hello(Handshake.VERSION, Role.CLIENT, name, "", token, 0, 0));
        if (receive() instanceof Welcome welcome) {
            return welcome;
        }
        throw PayloadReader.malformed("the controller did not answer HELLO with WELCOME");
    }

    void send(Message message) throws IOException {
        frames.send(message);
    }

    Message receive() throws IOException {
        Message message = frames.read();
        if (message == null) {
            throw new EOFException("the controller closed the connection");
        }
        if (message instanceof Refusal refusal) {
            throw new RefusedException(refusal);
        }
        return message;
    }

    @Override
    public void close() {
        frames.close();
    }
}
