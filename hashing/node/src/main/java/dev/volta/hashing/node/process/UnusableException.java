package dev.volta.hashing.node.process;

import java.io.IOException;

/** A connection cannot be made for a reason that waiting alone does not mend; the message is for whoever runs the program. */
public final class UnusableException extends IOException {
    private static final long serialVersionUID = 1;

    public UnusableException(String message) {
        super(message);
    }

    public UnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
