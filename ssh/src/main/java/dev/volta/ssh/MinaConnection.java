package dev.volta.ssh;

import dev.volta.core.stream.Duplex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.buffer.Buffer;

/** A MINA session to the target. */
final class MinaConnection implements SshConnection, PortListening.Ports {
    private static final String LISTEN = "streamlocal-forward@openssh.com";
    private static final String STOP_LISTENING = "cancel-streamlocal-forward@openssh.com";
    private static final String LISTEN_ON_PORT = "tcpip-forward";
    private static final String LEAVE_PORT = "cancel-tcpip-forward";
    private static final String LOOPBACK = "127.0.0.1";

    private final Duration limit;
    private final ClientSession session;

    MinaConnection(SshTarget target, ClientSession session) {
        this.limit = target.timing().channel();
        this.session = session;
    }

    @Override
    public ExecChannel exec(String line) throws IOException {
        return new MinaProgram(open(new MinaExecChannel(line)));
    }

    @Override
    public Duplex subsystem(String name) throws IOException {
        return new MinaChannel(open(new MinaSubsystemChannel(name)));
    }

    @Override
    public Duplex socket(String path) throws IOException {
        return new MinaChannel(open(MinaSocketChannel.toSocket(path)));
    }

    @Override
    public Duplex port(int port) throws IOException {
        return new MinaChannel(open(MinaSocketChannel.toPort(LOOPBACK, port)));
    }

    private <C extends AbstractClientChannel> C open(C channel) throws IOException {
        register(channel);
        var opened = false;
        try {
            channel.open().verify(limit);
            opened = true;
            return channel;
        } finally {
            if (!opened) {
                channel.close(true);
            }
        }
    }

    /** A session that is closing refuses new channels with an unchecked exception. */
    private void register(AbstractClientChannel channel) throws IOException {
        try {
            ((AbstractSession) session).getService(ConnectionService.class).registerChannel(channel);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void requireListening(SshTarget target) {
        // MINA carries it.
    }

    @Override
    public Listening listen(String there, Path here) throws IOException, InterruptedException {
        if (isDropbear()) {
            return PortListening.open(this, this, there, here);
        }
        var ways = MinaForwarded.waysOf(session);
        ways.put(there, here);
        try {
            ask(LISTEN, there);
        } catch (IOException e) {
            ways.remove(there);
            throw e;
        }
        return () -> {
            ways.remove(there);
            ask(STOP_LISTENING, there);
        };
    }

    @Override
    public int listenOnPort(Path here) throws IOException {
        var answer = askAbout(LISTEN_ON_PORT, 0);
        var port = answer.getInt();
        MinaForwarded.waysOf(session).put(MinaForwarded.way(LOOPBACK, port), here);
        return port;
    }

    @Override
    public void leavePort(int port, Path here) throws IOException {
        MinaForwarded.waysOf(session).remove(MinaForwarded.way(LOOPBACK, port));
        askAbout(LEAVE_PORT, port);
    }

    private Buffer askAbout(String request, int port) throws IOException {
        var buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        buffer.putString(request);
        buffer.putBoolean(true);
        buffer.putString(LOOPBACK);
        buffer.putUInt(port);
        return answer(request, buffer);
    }

    /** Both requests carry the path alone, and are answered without content (OpenSSH's file PROTOCOL, section 2.4). */
    private void ask(String request, String path) throws IOException {
        var buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
        buffer.putString(request);
        buffer.putBoolean(true);
        buffer.putString(path);
        answer(request, buffer);
    }

    private Buffer answer(String request, Buffer buffer) throws IOException {
        var answer = session.request(request, buffer, limit);
        if (answer == null) {
            throw new IOException("it refuses '" + request + "'");
        }
        return answer;
    }

    @Override
    public boolean isDropbear() {
        return session.getServerVersion().contains("dropbear");
    }

    @Override
    public boolean isOpen() {
        return session.isOpen();
    }

    @Override
    public void close() {
        session.close(true);
    }
}
