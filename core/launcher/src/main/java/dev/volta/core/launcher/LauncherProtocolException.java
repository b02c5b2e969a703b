package dev.volta.core.launcher;

import java.io.IOException;

/** What came is no message, or not one of those that this side gets. */
public final class LauncherProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    LauncherProtocolException(String message) {
        super(message);
    }
}
