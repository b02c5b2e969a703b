package dev.volta.core.keeper.wire;

import java.io.IOException;

/** Bytes that no keeper or client of this version sends. */
public final class KeeperProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    public KeeperProtocolException(String message) {
        super(message);
    }
}
