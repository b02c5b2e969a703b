package dev.volta.core.keeper.wire;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;

/** A {@link RemoteException} that was thrown in the keeper, with the same message. */
public final class KeptFailure extends RemoteException {
    private static final long serialVersionUID = 1;

    private final String type;
    private final boolean refused;

    KeptFailure(NodeName node, String type, String message, boolean refused) {
        super(node, message);
        this.type = type;
        this.refused = refused;
    }

    /** The class that it had there, such as {@code dev.volta.ssh.SshException}. */
    public String type() {
        return type;
    }

    @Override
    public boolean isRefusedConnection() {
        return refused;
    }
}
