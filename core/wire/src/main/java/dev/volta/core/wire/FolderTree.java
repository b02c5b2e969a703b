package dev.volta.core.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder with all that is in it. Removing one goes by open directories (openat(2), unlinkat(2)) and follows no link: it
 * stays inside the tree also if somebody puts a link in the place of a folder meanwhile.
 */
public final class FolderTree {
    private FolderTree() {}

    /** What has to hold of a folder that has been opened, before anything in it is removed. */
    @FunctionalInterface
    interface Test {
        boolean allows(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /** Removes {@code tree}, a folder, file or link; nothing happens if it is not there. */
    public static void remove(Path tree) throws IOException {
        removeIf(tree, _ -> true, Optional.empty());
    }

    /**
     * Removes the folder {@code tree} if it is the one in which the file {@code mark} was put with that content, and not
     * another one that came to its place. The mark goes last, so that it can be done again where it was interrupted.
     *
     * @return whether it was removed, or was not there
     */
    public static boolean removeMarked(Path tree, String mark, byte[] content) throws IOException {
        var name = Path.of(mark);
        return removeIf(tree, folder -> holds(folder, name, content), Optional.of(name));
    }

    private static boolean holds(SecureDirectoryStream<Path> folder, Path name, byte[] content) throws IOException {
        var look = look(folder, name);
        if (look.isEmpty() || !look.get().isRegularFile()) {
            return false;
        }
        var found = ByteBuffer.allocate(content.length + 1);
        try (var file = folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            while (found.hasRemaining() && file.read(found) >= 0) {
                // until it is full, or at the end of the file
            }
        }
        return found.flip().equals(ByteBuffer.wrap(content));
    }

    static boolean removeIf(Path tree, Test test, Optional<Path> last) throws IOException {
        var absolute = tree.toAbsolutePath();
        var name = absolute.getFileName();
        if (name == null) {
            throw new IOException(tree + " is never removed");
        }
        try (var above = Files.newDirectoryStream(absolute.getParent())) {
            return removeEntry(secure(above), name, test, last);
        } catch (NoSuchFileException _) {
            return true; // the folder that it would be in
        }
    }

    private static boolean removeEntry(SecureDirectoryStream<Path> above, Path name, Test test, Optional<Path> last)
            throws IOException {
        var look = look(above, name);
        if (look.isEmpty()) {
            return true;
        }
        if (!look.get().isDirectory()) {
            above.deleteFile(name);
            return true;
        }
        try (var folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            if (!test.allows(folder)) {
                return false;
            }
            empty(folder, last);
        }
        above.deleteDirectory(name);
        return true;
    }

    /** Removes what it can, and tells of the first thing that it could not remove. */
    private static void empty(SecureDirectoryStream<Path> folder, Optional<Path> last) throws IOException {
        @Nullable IOException failure = null;
        try {
            for (var entry : folder) {
                try {
                    if (!last.equals(Optional.of(entry.getFileName()))) {
                        removeEntry(folder, entry.getFileName(), _ -> true, Optional.empty());
                    }
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
        } catch (DirectoryIteratorException e) {
            failure = e.getCause();
        }
        if (failure != null) {
            throw failure;
        }
        if (last.isPresent()) {
            folder.deleteFile(last.get());
        }
    }

    /** Empty if nothing is there. */
    private static Optional<BasicFileAttributes> look(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        try {
            return Optional.of(
                    folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new UnsupportedOperationException("folders are removed by openat(2), which this system does not have");
    }
}
