package dev.volta.core.wire;

import java.io.IOException;

/** A file that is to be this user's alone is not, or was not always. The message names it and says what to do. */
public final class ForeignFileException extends IOException {
    private static final long serialVersionUID = 1;

    ForeignFileException(String message) {
        super(message);
    }
}
