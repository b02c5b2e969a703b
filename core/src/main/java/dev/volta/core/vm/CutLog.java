package dev.volta.core.vm;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A log that a running program appends to, of which at most {@value #MOST} bytes are kept in it and as many in the file
 * before it, {@code NAME.1}. It is copied and emptied, as of logrotate(8)'s {@code copytruncate}: the program goes on in
 * the same file, and what it writes in between is lost. Both files are for this user alone: a console may show secrets.
 *
 * @param file opened by the program with {@code O_APPEND}
 */
record CutLog(Path file) {
    static final long MOST = 8 << 20;

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** An empty one, in the place of what an earlier program has left. */
    void begin() throws IOException {
        remove();
        Files.createFile(file, PRIVATE);
    }

    boolean isLong() throws IOException {
        try {
            return Files.size(file) > MOST;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The file before it. */
    Path earlier() {
        return earlier(file);
    }

    static Path earlier(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Empties it, also where there is no room for a copy. */
    void cut() throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            try (var copy = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    PRIVATE)) {
                var end = log.size();
                for (var at = Math.max(0, end - MOST); at < end; ) {
                    at += log.transferTo(at, end - at, copy);
                }
                Files.move(unfinished, earlier(), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                log.truncate(0);
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** Removes it and the file before it. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(earlier());
    }
}
