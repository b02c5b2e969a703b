package dev.volta.ssh;

import org.jspecify.annotations.Nullable;

/**
 * A server that hung up before it had authenticated anyone, as sshd does at random above {@code MaxStartups}. Nothing
 * has happened on the node, so that the start may be tried again.
 */
final class StartDropped extends SshException {
    private static final long serialVersionUID = 1;

    StartDropped(SshTarget target, String seen, @Nullable Throwable cause) {
        super(
                target,
                Phase.KEY_EXCHANGE,
                "the server closed the connection before the key exchange was done (" + seen
                        + "); it may be above MaxStartups, or refuse this address: see its log",
                cause);
    }
}
