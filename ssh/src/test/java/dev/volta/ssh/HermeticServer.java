package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerConnectionService;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.AbstractSftpEventListenerAdapter;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;

/** MINA's server in this process, with faults that can be asked for. */
final class HermeticServer implements Server {
    private final SshServer server;
    private final Path clientKey;
    private final List<HostKey> hostKeys;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger unauthenticated = new AtomicInteger();
    private final AtomicInteger mostUnauthenticated = new AtomicInteger();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong written = new AtomicLong();
    private volatile boolean channelAlone;
    private final AtomicReference<StatusFirst.@Nullable Question> question = new AtomicReference<>();
    private volatile CountDownLatch readsGoOn = new CountDownLatch(0);
    private volatile CountDownLatch writesGoOn = new CountDownLatch(0);

    private HermeticServer(SshServer server, Path clientKey, List<HostKey> hostKeys) {
        this.server = server;
        this.clientKey = clientKey;
        this.hostKeys = hostKeys;
    }

    static HermeticServer start(Path folder) throws IOException, InterruptedException {
        var clientKey = Keys.make(folder, "client", "ed25519");
        var hostFile = Keys.copy(folder, "host", "ed25519");
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new FileKeyPairProvider(hostFile));
        var allowed = onlyKey(clientKey);
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals(System.getProperty("user.name")) && KeyUtils.compareKeys(key, allowed.getPublic()));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(server, "");
        var hermetic = new HermeticServer(server, clientKey, List.of(Keys.publicHalf(hostFile)));
        server.setCommandFactory((channel, line) -> hermetic.command(line));
        server.addSessionListener(hermetic.new Watch());
        var sftp = new SftpSubsystemFactory.Builder().build();
        sftp.addSftpEventListener(hermetic.new Cut());
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        return hermetic;
    }

    private StreamedCommand command(String line) {
        var asked = question.getAndSet(null);
        return asked == null ? new ShellCommand(line) : new StatusFirst(line, asked);
    }

    /** Tells the status of the next command before its output, which waits for the client to ask. */
    void tellStatusFirst() {
        var first = new StatusFirst.Question();
        var handlers = new ArrayList<RequestHandler<ConnectionService>>();
        handlers.add((service, request, wantReply, buffer) -> {
            first.ask();
            return RequestHandler.Result.Unsupported;
        });
        handlers.addAll(server.getGlobalRequestHandlers());
        server.setGlobalRequestHandlers(handlers);
        server.addChannelListener(new ChannelListener() {
            @Override
            public void channelInitialized(Channel channel) {
                first.ask();
            }
        });
        question.set(first);
    }

    private static KeyPair onlyKey(Path file) {
        return new FileKeyPairProvider(file).loadKeys(null).iterator().next();
    }

    /** Hangs up on the next {@code count} connections, as sshd does above MaxStartups. */
    void refuseNext(int count) {
        refusals.set(count);
    }

    /** Cuts the connection once {@code bytes} have been written over SFTP; one time. */
    void cutAfter(long bytes) {
        cutAfter(bytes, false);
    }

    /** Closes the SFTP channel alone; the connection stays. */
    void cutChannelAfter(long bytes) {
        cutAfter(bytes, true);
    }

    private void cutAfter(long bytes, boolean channel) {
        channelAlone = channel;
        written.set(0);
        cutAfter.set(bytes);
    }

    /** Answers no read over SFTP any more, until it is closed. */
    void holdReads() {
        readsGoOn = new CountDownLatch(1);
    }

    /** Answers no write over SFTP any more, until it is let go on or closed. */
    void holdWrites() {
        writesGoOn = new CountDownLatch(1);
    }

    void letWritesGoOn() {
        writesGoOn.countDown();
    }

    /** Bytes written over SFTP since {@link #cutAfter}. */
    long written() {
        return written.get();
    }

    int connections() {
        return connections.get();
    }

    int mostUnauthenticated() {
        return mostUnauthenticated.get();
    }

    private final class Watch implements SessionListener {
        @Override
        public void sessionEstablished(Session session) {
            connections.incrementAndGet();
            mostUnauthenticated.accumulateAndGet(unauthenticated.incrementAndGet(), Math::max);
            if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                IoSession io = session.getIoSession();
                io.close(true);
            }
        }

        @Override
        public void sessionEvent(Session session, Event event) {
            if (event == Event.Authenticated) {
                unauthenticated.decrementAndGet();
            }
        }

        @Override
        public void sessionClosed(Session session) {
            if (!session.isAuthenticated()) {
                unauthenticated.decrementAndGet();
            }
        }
    }

    private final class Cut extends AbstractSftpEventListenerAdapter {
        @Override
        public void reading(
                ServerSession session,
                String remoteHandle,
                FileHandle localHandle,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLen)
                throws IOException {
            pass(readsGoOn);
        }

        @Override
        public void writing(
                ServerSession session,
                String remoteHandle,
                FileHandle localHandle,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLen)
                throws IOException {
            pass(writesGoOn);
        }

        private static void pass(CountDownLatch gate) throws IOException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            }
        }

        @Override
        public void written(
                ServerSession session,
                String remoteHandle,
                FileHandle localHandle,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLen,
                @Nullable Throwable thrown) {
            if (written.addAndGet(dataLen) >= cutAfter.get()) {
                cutAfter.set(Long.MAX_VALUE);
                if (channelAlone) {
                    closeChannels(session);
                } else {
                    session.getIoSession().close(true);
                }
            }
        }
    }

    private static void closeChannels(ServerSession session) {
        var service = (AbstractConnectionService) session.getService(ServerConnectionService.class);
        service.getChannels().forEach(channel -> channel.close(false));
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public List<HostKey> hostKeys() {
        return hostKeys;
    }

    @Override
    public Path clientKey() {
        return clientKey;
    }

    @Override
    public void dropConnections() {
        server.getActiveSessions().forEach(session -> session.getIoSession().close(true));
    }

    @Override
    public void close() throws IOException {
        readsGoOn.countDown();
        writesGoOn.countDown();
        server.stop(true);
    }
}
