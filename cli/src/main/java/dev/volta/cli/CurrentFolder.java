package dev.volta.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that this process was started in. Java knows its path as text only and resolves relative paths against that,
 * so where the text is not the path, each of them would lead nowhere. Checksums, which know names as bytes, do not need it.
 */
final class CurrentFolder {
    private static final char UNREADABLE = '\uFFFD';

    private CurrentFolder() {}

    /** Why nothing can be done here, if so. */
    static Optional<String> objection() {
        var path = System.getProperty("user.dir");
        if (path.indexOf(UNREADABLE) < 0 || Files.exists(Path.of(path))) {
            return Optional.empty();
        }
        var encoding = System.getProperty("sun.jnu.encoding");
        return Optional.of(
                encoding.equals("UTF-8")
                        ? "the path of the current folder is not UTF-8 (" + path
                                + "), and Java cannot work there; change to another folder"
                        : "the path of the current folder cannot be read (" + path + ") as " + encoding
                                + "; this machine seems to have no locale C.UTF-8: install it");
    }
}
