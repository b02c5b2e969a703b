package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that can be opened at any time: to open a FIFO waits for whoever writes to it, and to read a device may not end. */
public final class RegularFile {
    private RegularFile() {}

    /** The content of {@code file}; fails as {@link #require} does. */
    public static byte[] readAllBytes(Path file) throws IOException {
        require(file);
        return Files.readAllBytes(file);
    }

    /**
     * Fails, and opens nothing, if there is something else than a file at {@code file}, which may be a link to one.
     *
     * @throws java.nio.file.NoSuchFileException if there is nothing
     */
    public static void require(Path file) throws IOException {
        var kind = FileKind.of(file);
        if (kind != FileKind.REGULAR) {
            throw new FileSystemException(file.toString(), null, "it is " + kind + " and no regular file");
        }
    }

    /** The same, save that nothing has to be there, for a file that is then made. */
    public static void requireIfThere(Path file) throws IOException {
        if (Files.exists(file)) {
            require(file);
        }
    }
}
