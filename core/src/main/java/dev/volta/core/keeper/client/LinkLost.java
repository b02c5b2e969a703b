package dev.volta.core.keeper.client;

import java.io.IOException;

/** The keeper has gone, or was silent for so long that it must be taken for gone. */
final class LinkLost extends IOException {
    private static final long serialVersionUID = 1;

    LinkLost(String reason) {
        super(reason);
    }
}
