package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Places that a file can be renamed into. A rename replaces a device or a FIFO without complaint. */
public final class ReplaceableFile {
    private ReplaceableFile() {}

    /**
     * Fails if a folder, a device, a FIFO or a socket is at {@code file}, or a symbolic link to one of the last three. Other
     * links may be replaced: what they lead to stays.
     */
    public static void require(Path file) throws IOException {
        FileKind kind;
        try {
            kind = FileKind.of(file);
        } catch (NoSuchFileException _) {
            return; // nothing, or a link to nothing
        }
        var isFolder = kind == FileKind.FOLDER && !Files.isSymbolicLink(file);
        if (isFolder || kind.isSpecial()) {
            throw new IOException(file + " is " + kind + ", and is not replaced by a file");
        }
    }
}
