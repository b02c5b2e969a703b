package dev.volta.core.config;

import dev.volta.core.wire.RawText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A path as an operator writes it, which may be any bytes ({@link RawText}). It stays as it was written: nothing is made
 * absolute or normal.
 */
public final class PathText {
    private PathText() {}

    public static Path parse(String text) {
        if (text.isEmpty()) {
            throw BadValueException.expected("'' is not a path", "a file or a folder");
        }
        try {
            return RawText.path(text);
        } catch (InvalidPathException e) {
            throw BadValueException.expected("'" + text + "' is not a path here", "a file or a folder");
        }
    }
}
