package dev.volta.core.remote;

import dev.volta.core.config.NodeName;

/** The node answers, but nothing proves that a {@link Script} ran there to its end; the message says what came instead. */
public final class UnprovenScriptException extends RemoteException {
    private static final long serialVersionUID = 1;

    UnprovenScriptException(NodeName node, String message) {
        super(node, message);
    }
}
