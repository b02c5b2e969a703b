package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKey;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * What is known of one connection while it comes about. MINA makes one client for all connections; this travels with
 * each of them, so that the client's listeners know whom they deal with.
 */
final class MinaAttempt {
    private static final AttributeRepository.AttributeKey<MinaAttempt> KEY = new AttributeRepository.AttributeKey<>();

    private final Timing timing;
    private final HostKeyGuard guard;
    private final OfferedKeys keys;
    private final UnaryOperator<List<String>> hostKeyAlgorithms;
    private volatile boolean greeted;
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile Optional<String> farewell = Optional.empty();

    MinaAttempt(Timing timing, HostKeyGuard guard, OfferedKeys keys, UnaryOperator<List<String>> hostKeyAlgorithms) {
        this.timing = timing;
        this.guard = guard;
        this.keys = keys;
        this.hostKeyAlgorithms = hostKeyAlgorithms;
    }

    AttributeRepository asContext() {
        return AttributeRepository.ofKeyValuePair(KEY, this);
    }

    static MinaAttempt of(Session session) {
        if (session instanceof ClientSession client && client.getConnectionContext() != null) {
            var attempt = client.getConnectionContext().getAttribute(KEY);
            if (attempt != null) {
                return attempt;
            }
        }
        throw new IllegalStateException("a session that no attempt to connect belongs to");
    }

    HostKeyGuard guard() {
        return guard;
    }

    OfferedKeys keys() {
        return keys;
    }

    boolean greeted() {
        return greeted;
    }

    /** Why the session broke, where the library told. */
    Optional<Throwable> failure() {
        return failure;
    }

    /** What the server said when it hung up (RFC 4253 section 11.1). */
    Optional<String> farewell() {
        return farewell;
    }

    /** Judges servers' keys for all connections of a client. */
    static final class Verifier implements ServerKeyVerifier {
        @Override
        public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
            var buffer = new ByteArrayBuffer();
            buffer.putRawPublicKey(key);
            return of(session).guard.admits(HostKey.of(buffer.getCompactData()));
        }
    }

    /**
     * Makes the part of a session that asks whether the server is still there. The library reads how often when it makes
     * that part, which is before anybody has the session in hand.
     */
    static final class Connections implements ServiceFactory {
        private final ServiceFactory made = new ClientConnectionServiceFactory();

        @Override
        public String getName() {
            return made.getName();
        }

        @Override
        public Service create(Session session) throws IOException {
            var timing = of(session).timing;
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(session, timing.keepAlive());
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(session, timing.keepAliveMisses());
            return made.create(session);
        }
    }

    /** Notes how far the connections of a client have come. */
    static final class Listener implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            var algorithms = of(session).hostKeyAlgorithms;
            proposal.computeIfPresent(
                    KexProposalOption.SERVERKEYS,
                    (option, names) -> String.join(",", algorithms.apply(List.of(names.split(",", -1)))));
        }

        @Override
        public void sessionPeerIdentificationReceived(Session session, String version, List<String> extraLines) {
            of(session).greeted = true;
        }

        @Override
        public void sessionException(Session session, Throwable failure) {
            var attempt = of(session);
            if (attempt.failure.isEmpty()) {
                attempt.failure = Optional.of(failure);
            }
        }

        @Override
        public void sessionDisconnect(Session session, int reason, String message, String language, boolean initiator) {
            if (!initiator) {
                of(session).farewell = Optional.of(message);
            }
        }
    }
}
