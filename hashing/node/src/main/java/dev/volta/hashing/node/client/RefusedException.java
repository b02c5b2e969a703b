package dev.volta.hashing.node.client;

import dev.volta.hashing.node.wire.Handshake.Refusal;
import java.io.IOException;

/** The controller answered with an ERROR frame and closed the connection. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.text());
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
