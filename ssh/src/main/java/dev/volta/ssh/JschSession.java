package dev.volta.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelDirectStreamLocal;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.volta.core.stream.Duplex;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;

/** A JSch session to the target, on top of the sessions to its jumps. */
final class JschSession implements SshConnection {
    private final int channelMillis;
    private final List<Session> chain;
    private final Session session;

    JschSession(SshTarget target, Deque<Session> chain) {
        this.channelMillis = Math.toIntExact(target.timing().channel().toMillis());
        this.chain = List.copyOf(chain);
        this.session = chain.element();
    }

    @Override
    public ExecChannel exec(String line) throws IOException {
        try {
            var channel = (ChannelExec) open(session, "exec");
            channel.setCommand(RawText.encode(line));
            var errors = new ByteRing();
            channel.setErrStream(errors.sink());
            return JschChannel.connect(channel, errors, channelMillis);
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Duplex subsystem(String name) throws IOException {
        try {
            var channel = (ChannelSubsystem) open(session, "subsystem");
            channel.setSubsystem(name);
            channel.setWantReply(true);
            return JschChannel.connect(channel, ended(), channelMillis);
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Duplex socket(String path) throws IOException {
        try {
            var channel = (ChannelDirectStreamLocal) open(session, "direct-streamlocal@openssh.com");
            channel.setSocketPath(path);
            return JschChannel.connect(channel, ended(), channelMillis);
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Duplex port(int port) throws IOException {
        try {
            var channel = (ChannelDirectTCPIP) open(session, "direct-tcpip");
            channel.setHost("127.0.0.1");
            channel.setPort(port);
            return JschChannel.connect(channel, ended(), channelMillis);
        } catch (JSchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A channel that is not connected yet; the library has none, and does not say why, if the session ends meanwhile. */
    static Channel open(Session session, String type) throws JSchException {
        var channel = session.openChannel(type);
        if (channel == null) {
            throw new JSchException("the session has ended");
        }
        return channel;
    }

    private static ByteRing ended() {
        var ring = new ByteRing();
        ring.abandon();
        return ring;
    }

    @Override
    public void requireListening(SshTarget target) {
        throw new TunnelUnsupported(
                target,
                "JSch cannot have a node listen on a Unix socket, its kinds of channels are fixed; connect to the node"
                        + " through a fleet for this");
    }

    @Override
    public Listening listen(String there, Path here) {
        throw new IllegalStateException("requireListening comes first");
    }

    @Override
    public boolean isDropbear() {
        return session.getServerVersion().contains("dropbear");
    }

    @Override
    public boolean isOpen() {
        return session.isConnected();
    }

    @Override
    public void close() {
        chain.forEach(Session::disconnect);
    }
}
