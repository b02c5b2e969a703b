package dev.volta.ssh;

import org.jspecify.annotations.Nullable;

/** Nothing listens where the target's sshd should: the host itself said so. */
final class ConnectionRefused extends SshException {
    private static final long serialVersionUID = 1;

    ConnectionRefused(SshTarget target, String problem, @Nullable Throwable cause) {
        super(target, Phase.CONNECT, problem, cause);
    }

    @Override
    public boolean isRefusedConnection() {
        return true;
    }
}
