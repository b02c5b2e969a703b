package dev.volta.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A running ssh-agent, over the JDK's Unix sockets. The protocol (draft-miller-ssh-agent) is MINA's; a message is its
 * length in four bytes and its body.
 */
final class MinaAgent extends AbstractAgentProxy {
    private static final int MAX_MESSAGE = 256 << 10;

    private final SocketChannel socket;
    private final OfferedKeys keys;

    private MinaAgent(SocketChannel socket, OfferedKeys keys) {
        super(null);
        this.socket = socket;
        this.keys = keys;
    }

    private static MinaAgent connect(Path path, OfferedKeys keys) throws IOException {
        var socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            socket.close();
            throw new IOException("the agent at " + path + " does not answer: " + e.getMessage(), e);
        }
        return new MinaAgent(socket, keys);
    }

    @Override
    public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() throws IOException {
        var allowed = new ArrayList<Map.Entry<PublicKey, String>>();
        for (var identity : super.getIdentities()) {
            var blob = new ByteArrayBuffer();
            blob.putRawPublicKey(identity.getKey());
            if (keys.agentMayOffer(Base64.getEncoder().encodeToString(blob.getCompactData()))) {
                allowed.add(identity);
            }
        }
        return allowed;
    }

    @Override
    protected synchronized Buffer request(Buffer message) throws IOException {
        var bytes = ByteBuffer.wrap(message.getCompactData());
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
        var length = read(Integer.BYTES).getInt();
        if (length < 1 || length > MAX_MESSAGE) {
            throw new IOException("the agent sent a message of " + length + " bytes");
        }
        return new ByteArrayBuffer(read(length).array());
    }

    private ByteBuffer read(int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new EOFException("the agent hung up");
            }
        }
        return bytes.flip();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        super.close();
    }

    /** Connects to the agent that the keys of a session's target name. */
    static final class Factory implements SshAgentFactory {
        @Override
        public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
            return List.of();
        }

        @Override
        public @Nullable SshAgent createClient(@Nullable Session session, FactoryManager manager) throws IOException {
            if (session == null) {
                return null;
            }
            var keys = MinaAttempt.of(session).keys();
            return keys.agent().isPresent() ? connect(keys.agent().get(), keys) : null;
        }

        @Override
        public SshAgentServer createServer(ConnectionService service) throws IOException {
            throw new IOException("agents are not forwarded");
        }
    }
}
