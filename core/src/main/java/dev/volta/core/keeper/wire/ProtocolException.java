package dev.volta.core.keeper.wire;

import java.io.IOException;

/** Bytes that no keeper or client of this version sends. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
