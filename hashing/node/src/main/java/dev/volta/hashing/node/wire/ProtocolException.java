package dev.volta.hashing.node.wire;

import java.io.IOException;

/** The peer sent what the protocol does not allow. The connection is of no more use. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    public ProtocolException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
