package dev.volta.core.remote;

/** The node answers, but nothing proves that a {@link Script} ran there to its end; the message says what came instead. */
public final class UnprovenScriptException extends RemoteException {
    private static final long serialVersionUID = 1;

    UnprovenScriptException(NodeName node, String message) {
        super(node, message);
    }
}
