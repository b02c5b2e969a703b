package dev.volta.ssh;

import dev.volta.core.remote.RemoteException;
import org.jspecify.annotations.Nullable;

/** An SSH connection that failed: the message tells node, address, phase, cause, and what to do next. */
public class SshException extends RemoteException {
    private static final long serialVersionUID = 1;

    private final Phase phase;

    SshException(SshTarget target, Phase phase, String problem, @Nullable Throwable cause) {
        super(target.node(), target.address() + ": " + phase + ": " + problem, cause);
        this.phase = phase;
    }

    public Phase phase() {
        return phase;
    }
}
