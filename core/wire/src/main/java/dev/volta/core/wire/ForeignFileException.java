package dev.volta.core.wire;

import java.io.IOException;

/** Somebody else could have written a file, or it is no file. The message names it and says what to do. */
public final class ForeignFileException extends IOException {
    private static final long serialVersionUID = 1;

    public ForeignFileException(String message) {
        super(message);
    }
}
