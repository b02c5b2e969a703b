package dev.volta.ssh;

import dev.volta.core.config.DurationFormat;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The words for a connection that does not come about, the same for all transports. */
final class StartFailure {
    /** What the kernel and the libraries say of a connection that the other side has ended. */
    private static final List<String> HANG_UPS = List.of("End of IO Stream", "reset", "Broken pipe");

    /** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED. */
    static final int FORWARDING_PROHIBITED = 1;

    /** SSH_OPEN_CONNECT_FAILED. */
    static final int FORWARDING_FAILED = 2;

    private StartFailure() {}

    /** TCP did not come about. */
    static SshException unreachable(SshTarget target, Throwable failure) {
        var cause = root(failure);
        if (cause instanceof ConnectException refused) {
            return new ConnectionRefused(
                    target,
                    refused.getMessage() + "; is sshd running there, and on port " + target.port() + "?",
                    failure);
        }
        var problem = switch (cause) {
            case UnknownHostException _, UnresolvedAddressException _ ->
                "the name '" + target.host() + "' is not known; check its spelling and the resolver";
            case SocketTimeoutException _, TimeoutException _ ->
                "no answer within " + target.timing().connect().toMillis() / 1000.0
                        + " s; is the host up, and does a firewall drop port " + target.port() + "?";
            default -> String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
        };
        return new SshException(target, Phase.CONNECT, problem, failure);
    }

    /**
     * A jump host does not lead to the host behind it.
     *
     * @param jump such as {@code the jump host 'gate'}
     * @param reason the code of RFC 4254, section 5.1
     * @param said by the jump host, empty if that is not known
     */
    static String notForwarded(String jump, String host, int port, int reason, String said) {
        var there = host + " port " + port;
        return reason == FORWARDING_PROHIBITED
                ? jump + " refuses to forward to " + there + "; look at AllowTcpForwarding and PermitOpen in its"
                        + " sshd_config, and at the options of the key in its authorized_keys"
                : jump + " cannot connect to " + there + (said.isEmpty() ? "" : " (" + said + ")")
                        + "; is sshd running there, and on that port?";
    }

    /** The server said nothing, or stopped in the middle. */
    static SshException silent(SshTarget target, boolean greeted, @Nullable Throwable failure) {
        var limit = target.timing().greeting().toMillis() / 1000.0;
        return new SshException(
                target,
                Phase.KEY_EXCHANGE,
                greeted
                        ? "the key exchange was not done within " + limit + " s; the host is overloaded, or packets get"
                                + " lost on the way"
                        : "the host accepts connections and says nothing (waited " + limit + " s); is port "
                                + target.port() + " really sshd, and is it alive?",
                failure);
    }

    static SshException denied(SshTarget target, OfferedKeys keys, @Nullable Throwable failure) {
        return new SshException(
                target,
                Phase.AUTHENTICATION,
                "'" + target.user() + "' was refused; " + keys.advice()
                        + "; check the user and that one of these keys is in its authorized_keys",
                failure);
    }

    /** The server lets the login wait. */
    static SshException unanswered(SshTarget target) {
        return new SshException(
                target,
                Phase.AUTHENTICATION,
                "no answer within " + DurationFormat.inWords(target.timing().authentication())
                        + "; the host is overloaded, or its login waits for something (PAM, DNS)",
                null);
    }

    static boolean isTimeout(Throwable failure) {
        return root(failure) instanceof SocketTimeoutException || root(failure) instanceof TimeoutException;
    }

    /** Whether the other side hung up, rather than disagreed. */
    static boolean isHangUp(Throwable failure) {
        return switch (root(failure)) {
            case EOFException _, SocketException _ -> true;
            case IOException e -> saysHangUp(e);
            default -> false;
        };
    }

    /** Whether the words of a failure are those for a connection that had come about; its class may be any. */
    static boolean saysHangUp(Throwable failure) {
        return HANG_UPS.stream().anyMatch(String.valueOf(failure.getMessage())::contains);
    }

    static Throwable root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
