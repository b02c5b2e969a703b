package dev.volta.core.keeper;

import org.jspecify.annotations.Nullable;

/** There is no keeper to be had, or it cannot be trusted. Nothing was asked of any node. */
public final class KeeperException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeeperException(String message) {
        this(message, null);
    }

    public KeeperException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
