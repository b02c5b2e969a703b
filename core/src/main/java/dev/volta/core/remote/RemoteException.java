package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import dev.volta.core.wire.RawText;
import org.jspecify.annotations.Nullable;

/**
 * A node could not be reached, or did not do what was asked of it. The message names the node, and has escapes for what a
 * terminal would not show.
 */
public class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient NodeName node;

    public RemoteException(NodeName node, String message) {
        this(node, message, null);
    }

    public RemoteException(NodeName node, String message, @Nullable Throwable cause) {
        super(RawText.printable(node + ": " + message), cause);
        this.node = node;
    }

    public NodeName node() {
        return node;
    }

    /** The message without the node's name before it. */
    public String said() {
        var prefix = node + ": ";
        var message = String.valueOf(getMessage());
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    /** Whether the host refused the connection: it is up, and nothing listens on the port. */
    public boolean isRefusedConnection() {
        return false;
    }
}
