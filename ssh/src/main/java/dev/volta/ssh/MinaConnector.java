package dev.volta.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.client.session.forward.PortForwardingTracker;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;

/** Brings up MINA sessions, and says in which phase that failed. It keeps the sessions to jump hosts for all behind. */
final class MinaConnector implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private static final SshdSocketAddress NOWHERE = new SshdSocketAddress(SshdSocketAddress.LOCALHOST_NAME, 0);

    private final SshSettings settings;
    private final SshClient client;
    private final OfferedKeys.Source keySource;
    private final Map<List<SshTarget>, ClientSession> jumps = new HashMap<>();
    private final ReentrantLock jumpLock = new ReentrantLock();

    private MinaConnector(SshSettings settings, SshClient client) {
        this.settings = settings;
        this.client = client;
        this.keySource = new OfferedKeys.Source(settings);
    }

    static MinaConnector start(SshSettings settings) {
        var client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier(new MinaAttempt.Verifier());
        client.setUserAuthFactories(List.of(new MinaPublicKeys(new MinaKeys())));
        client.addSessionListener(new MinaAttempt.Listener());
        client.setServiceFactories(List.of(new ClientUserAuthServiceFactory(), new MinaAttempt.Connections()));
        var channels = new ArrayList<ChannelFactory>(MinaForwarded.factories());
        channels.addAll(client.getChannelFactories()); // the first of a name is taken
        client.setChannelFactories(channels);
        // A command may be silent for hours; whether the node is still there is the keep-alive's business.
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        // AES-GCM runs in the processor's own instructions; the library's first choice, ChaCha20, is plain Java in it.
        client.setCipherFactories(Stream.concat(
                        Stream.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm),
                        client.getCipherFactories().stream())
                .distinct()
                .toList());
        // Small requests and their answers alternate; waiting to fill packets would cost 40 ms at each turn.
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        client.start();
        return new MinaConnector(settings, client);
    }

    MinaConnection connect(SshTarget target) throws InterruptedException {
        var guard = new HostKeyGuard(target, settings.hostKeys());
        var session = exchangeKeys(target, guard, guard::prefer);
        return new MinaConnection(target, authenticated(target, session));
    }

    /** The session to the last of {@code route}, which the ones before it lead to. */
    void jump(List<SshTarget> route, StartGate gate) throws InterruptedException {
        jumpLock.lockInterruptibly();
        try {
            var known = jumps.get(route);
            if (known == null || !known.isOpen()) {
                var hop = route.getLast().withJumps(route.subList(0, route.size() - 1));
                var session = gate.pass(() -> {
                    var guard = new HostKeyGuard(hop, settings.hostKeys());
                    return authenticated(hop, exchangeKeys(hop, guard, guard::prefer));
                });
                jumps.put(List.copyOf(route), session);
            }
        } finally {
            jumpLock.unlock();
        }
    }

    /** A session whose keys are agreed on and whose host is known, with nobody logged in. */
    ClientSession exchangeKeys(SshTarget target, HostKeyGuard guard, UnaryOperator<List<String>> hostKeyAlgorithms)
            throws InterruptedException {
        var attempt = new MinaAttempt(target.timing(), guard, keySource.forTarget(target), hostKeyAlgorithms);
        try {
            if (target.jumps().isEmpty()) {
                return exchangeKeys(target, new InetSocketAddress(target.host(), target.port()), attempt);
            }
            // The way through: a port of the loopback interface that leads to the host. It stays until the host has
            // answered, because the kernel completes a connection before the library has accepted it. The host's key
            // is checked under the host's own name.
            try (var way = wayThrough(target)) {
                return exchangeKeys(target, way.getBoundAddress().toInetSocketAddress(), attempt);
            }
        } catch (StartDropped dropped) {
            throw refusedOnTheWay(target).orElse(dropped);
        } catch (IOException e) {
            // The server hung up before the library had made a session of the connection.
            var root = StartFailure.root(e);
            throw root instanceof MissingAttachedSessionException || StartFailure.saysHangUp(root)
                    ? refusedOnTheWay(target).orElseGet(() -> new StartDropped(target, "at once", e))
                    : StartFailure.unreachable(target, e);
        }
    }

    /**
     * A jump host that leads nowhere looks like a server that hangs up, because the way through has accepted the connection
     * by then. So the jump host is asked for the same once more.
     */
    private Optional<SshException> refusedOnTheWay(SshTarget target) throws InterruptedException {
        var before = jumps.get(target.jumps());
        if (before == null || !before.isOpen()) {
            return Optional.empty();
        }
        var there = new SshdSocketAddress(target.host(), target.port());
        try {
            var channel = before.createDirectTcpipChannel(NOWHERE, there);
            try {
                channel.open().verify(target.timing().connect());
                return Optional.empty();
            } finally {
                channel.close(true);
            }
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            return StartFailure.root(e) instanceof SshChannelOpenException refused
                    ? Optional.of(refused(target, refused))
                    : Optional.empty();
        }
    }

    private static SshException refused(SshTarget target, SshChannelOpenException refused) {
        var jump = "the jump host '" + target.jumps().getLast().host() + "'";
        var said = String.valueOf(refused.getMessage());
        return new SshException(
                target,
                Phase.CONNECT,
                StartFailure.notForwarded(jump, target.host(), target.port(), refused.getReasonCode(), said),
                refused);
    }

    private PortForwardingTracker wayThrough(SshTarget target) throws IOException {
        var before = jumps.get(target.jumps());
        if (before == null) {
            throw new IllegalStateException("no session to the jump host of " + target.node());
        }
        return before.createLocalPortForwardingTracker(
                new SshdSocketAddress(SshdSocketAddress.LOCALHOST_IPV4, 0),
                new SshdSocketAddress(target.host(), target.port()));
    }

    private ClientSession exchangeKeys(SshTarget target, InetSocketAddress address, MinaAttempt attempt)
            throws IOException, InterruptedException {
        var session = open(target, address, attempt);
        var timing = target.timing();
        var keyed = false;
        try {
            var state = await(
                    session, EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED), timing.greeting());
            if (state.contains(ClientSessionEvent.CLOSED)) {
                throw attempt.guard().refusal().orElseGet(() -> hungUp(target, attempt));
            }
            if (!state.contains(ClientSessionEvent.WAIT_AUTH)) {
                throw StartFailure.silent(target, attempt.greeted(), null);
            }
            keyed = true;
            return session;
        } finally {
            if (!keyed) {
                session.close(true);
            }
        }
    }

    private ClientSession open(SshTarget target, InetSocketAddress address, MinaAttempt attempt)
            throws IOException, InterruptedException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(target.host());
        }
        var connecting = client.connect(target.user(), address, attempt.asContext(), null);
        try {
            if (!connecting.await(target.timing().connect())) {
                connecting.cancel();
                throw new SocketTimeoutException("connect");
            }
        } catch (InterruptedIOException e) {
            connecting.cancel();
            throw interrupted(e);
        }
        return connecting.verify().getSession();
    }

    private ClientSession authenticated(SshTarget target, ClientSession session) throws InterruptedException {
        var attempt = MinaAttempt.of(session);
        var letIn = false;
        try {
            var login = session.auth();
            if (!login.await(target.timing().authentication())) {
                throw StartFailure.unanswered(target);
            }
            if (!login.isSuccess()) {
                throw StartFailure.denied(target, attempt.keys(), login.getException());
            }
            letIn = true;
            return session;
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw StartFailure.denied(target, attempt.keys(), e);
        } finally {
            if (!letIn) {
                session.close(true);
            }
        }
    }

    private static Set<ClientSessionEvent> await(ClientSession session, Set<ClientSessionEvent> events, Duration limit)
            throws InterruptedException {
        var state = session.waitFor(events, limit);
        if (Thread.interrupted()) {
            session.close(true);
            throw new InterruptedException();
        }
        return state;
    }

    private static SshException hungUp(SshTarget target, MinaAttempt attempt) {
        var failure = attempt.failure().orElse(null);
        if (attempt.farewell().isPresent()) {
            return new StartDropped(target, "'" + attempt.farewell().get() + "'", failure);
        }
        if (failure == null || StartFailure.isHangUp(failure)) {
            return new StartDropped(target, failure == null ? "without a word" : failure.toString(), failure);
        }
        return new SshException(target, Phase.KEY_EXCHANGE, String.valueOf(failure.getMessage()), failure);
    }

    private static InterruptedException interrupted(IOException e) {
        return (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    }

    @Override
    public void close() {
        try {
            client.close(true).await(CLOSING);
        } catch (IOException _) {
            // interrupted: the connections close by themselves
        }
    }
}
