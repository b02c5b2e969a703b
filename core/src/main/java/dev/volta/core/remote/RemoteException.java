package dev.volta.core.remote;

import org.jspecify.annotations.Nullable;

/** A node could not be reached, or did not do what was asked of it. The message names the node. */
public class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient NodeName node;

    public RemoteException(NodeName node, String message) {
        this(node, message, null);
    }

    public RemoteException(NodeName node, String message, @Nullable Throwable cause) {
        super(node + ": " + message, cause);
        this.node = node;
    }

    public NodeName node() {
        return node;
    }
}
