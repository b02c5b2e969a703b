package dev.volta.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way by which a session reaches its host. */
sealed interface JschRoute {
    void use(Session session);

    /** Whether bytes can flow, however far SSH itself has come. */
    boolean isUp();

    /** Whether the server has said anything. */
    boolean heard();

    /** The login is done: reads may last as long as the keep-alive allows. */
    void settled(Timing timing);

    /** Tells of bytes that come in; the library reads in pieces. */
    final class Listening extends FilterInputStream {
        private final Runnable told;

        Listening(InputStream in, Runnable told) {
            super(in);
            this.told = told;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var n = super.read(bytes, offset, length);
            if (n > 0) {
                told.run();
            }
            return n;
        }
    }

    /** A TCP connection from here. */
    final class Direct implements JschRoute, SocketFactory {
        private final Duration limit;
        private volatile boolean up;
        private volatile boolean heard;

        Direct(Duration limit) {
            this.limit = limit;
        }

        @Override
        public void use(Session session) {
            session.setSocketFactory(this);
        }

        @Override
        public boolean isUp() {
            return up;
        }

        @Override
        public boolean heard() {
            return heard;
        }

        @Override
        public void settled(Timing timing) {
            // The library sets the socket's own timeout.
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            var address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException(host);
            }
            var socket = SocketChannel.open().socket(); // an interrupt ends what it waits for, in any thread
            socket.setTcpNoDelay(true);
            socket.connect(address, Math.toIntExact(limit.toMillis()));
            up = true;
            return socket;
        }

        @Override
        public InputStream getInputStream(Socket socket) throws IOException {
            return new Listening(socket.getInputStream(), () -> heard = true);
        }

        @Override
        public OutputStream getOutputStream(Socket socket) throws IOException {
            return socket.getOutputStream();
        }
    }

    /** A channel of the session before ({@code direct-tcpip}, RFC 4254 section 7.2). */
    final class Through implements JschRoute, Proxy {
        private final Session before;
        private final Timing timing;
        private final ByteRing back = new ByteRing();
        private @Nullable ChannelDirectTCPIP channel;
        private @Nullable OutputStream out;
        private volatile boolean heard;

        Through(Session before, Timing timing) {
            this.before = before;
            this.timing = timing;
        }

        @Override
        public void use(Session session) {
            session.setProxy(this);
        }

        @Override
        public boolean isUp() {
            return out != null;
        }

        @Override
        public boolean heard() {
            return heard;
        }

        @Override
        public void settled(Timing limits) {
            // There is no socket whose timeout could make the library send its keep-alive.
            back.limitReads(limits.keepAlive().toMillis());
        }

        @Override
        public void connect(SocketFactory factory, String host, int port, int timeout) throws IOException {
            var opened = open();
            try {
                opened.setHost(host);
                opened.setPort(port);
                opened.setOutputStream(back.sink());
                back.limitReads(timeout);
                opened.connect(Math.toIntExact(timing.connect().toMillis()));
                channel = opened;
                out = opened.getOutputStream();
            } catch (JSchException e) {
                var jump = "the jump host '" + before.getHost() + "'";
                var reason = opened.getExitStatus(); // where the library keeps it
                if (reason <= 0) {
                    throw new IOException(jump + " does not forward the connection: " + e.getMessage(), e);
                }
                var refused = new IOException(StartFailure.notForwarded(jump, host, port, reason, ""));
                refused.addSuppressed(e); // no cause: that says only that the channel is not open
                throw refused;
            }
        }

        private ChannelDirectTCPIP open() throws IOException {
            try {
                return (ChannelDirectTCPIP) JschSession.open(before, "direct-tcpip");
            } catch (JSchException e) {
                throw new IOException("the connection to the jump host was lost: " + e.getMessage(), e);
            }
        }

        @Override
        public InputStream getInputStream() {
            return new Listening(back.source(), () -> heard = true);
        }

        @Override
        public OutputStream getOutputStream() {
            if (out == null) {
                throw new IllegalStateException("asked for before it was connected");
            }
            return out;
        }

        @Override
        public @Nullable Socket getSocket() {
            return null;
        }

        @Override
        public void close() {
            if (channel != null) {
                channel.disconnect();
            }
            back.abandon();
        }
    }
}
