package dev.volta.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.volta.core.stream.SocketThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Brings up a JSch session, through its jumps, and says in which phase that failed. */
final class JschConnector {
    private final SshSettings settings;
    private final OfferedKeys.Source keySource;

    JschConnector(SshSettings settings) {
        this.settings = settings;
        this.keySource = new OfferedKeys.Source(settings);
    }

    JschSession connect(SshTarget target) {
        Deque<Session> chain = new ArrayDeque<>();
        try {
            for (var hop : target.jumps()) {
                chain.push(session(hop, chain));
            }
            chain.push(session(target, chain));
            return new JschSession(target, chain);
        } catch (RuntimeException e) {
            chain.forEach(Session::disconnect);
            throw e;
        }
    }

    private Session session(SshTarget hop, Deque<Session> before) {
        var keys = keySource.forTarget(hop);
        var guard = new HostKeyGuard(hop, settings.hostKeys());
        var timing = hop.timing();
        var route = before.isEmpty()
                ? new JschRoute.Direct(timing.connect())
                : new JschRoute.Through(before.element(), timing);
        var identities = new JschIdentities(keys);
        try {
            var session = new JSch().getSession(hop.user(), hop.host(), hop.port());
            session.setThreadFactory(SocketThreads.named("ssh-" + hop.node()).factory());
            session.setConfig("StrictHostKeyChecking", "yes");
            session.setConfig("prefer_known_host_key_types", "no");
            session.setConfig("PreferredAuthentications", "publickey");
            session.setConfig(
                    "server_host_key",
                    String.join(
                            ",",
                            guard.prefer(
                                    List.of(session.getConfig("server_host_key").split(",")))));
            session.setHostKeyRepository(new JschHostKeys(guard));
            session.setIdentityRepository(identities);
            route.use(session);
            connect(hop, session, route, guard, identities, keys);
            return session;
        } catch (JSchException e) {
            throw new SshException(hop, Phase.CONNECT, String.valueOf(e.getMessage()), e);
        }
    }

    private static void connect(
            SshTarget hop,
            Session session,
            JschRoute route,
            HostKeyGuard guard,
            JschIdentities identities,
            OfferedKeys keys) {
        try {
            session.connect(millis(hop.timing().greeting()));
            // From now on: the library would not wait longer than this for the greeting and the login either.
            session.setServerAliveInterval(millis(hop.timing().keepAlive()));
            session.setServerAliveCountMax(hop.timing().keepAliveMisses());
            route.settled(hop.timing());
        } catch (JSchException e) {
            session.disconnect();
            throw guard.refusal().orElseGet(() -> failure(hop, route, guard, identities, keys, e));
        }
    }

    private static SshException failure(
            SshTarget hop,
            JschRoute route,
            HostKeyGuard guard,
            JschIdentities identities,
            OfferedKeys keys,
            JSchException e) {
        if (!route.isUp()) {
            return StartFailure.unreachable(hop, e);
        }
        if (identities.asked()) {
            return StartFailure.denied(hop, keys, e);
        }
        if (StartFailure.isTimeout(e)) {
            return guard.presented().isPresent()
                    ? new SshException(hop, Phase.AUTHENTICATION, "the server does not answer any more", e)
                    : StartFailure.silent(hop, route.heard(), e);
        }
        var message = String.valueOf(e.getMessage());
        if (StartFailure.isHangUp(e) || message.contains("closed by foreign host") || message.contains("DISCONNECT")) {
            return new StartDropped(hop, message, e);
        }
        return new SshException(hop, Phase.KEY_EXCHANGE, message, e);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
