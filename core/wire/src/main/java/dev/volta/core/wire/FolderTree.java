package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder with all that is in it. Removing one goes by open directories (openat(2), unlinkat(2)) and follows no link: it
 * stays inside the tree also if somebody puts a link in the place of a folder meanwhile.
 */
public final class FolderTree {
    private FolderTree() {}

    /** What stands against removing a folder that has been opened. */
    @FunctionalInterface
    public interface Test {
        boolean allows(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /** Removes {@code tree}, a folder, file or link; nothing happens if it is not there. */
    public static void remove(Path tree) throws IOException {
        removeIf(tree, _ -> true);
    }

    /**
     * Removes the folder {@code tree} if {@code test} allows it, which looks into the very folder that would be removed.
     *
     * @return whether it was removed, or was not there
     */
    public static boolean removeIf(Path tree, Test test) throws IOException {
        var absolute = tree.toAbsolutePath();
        var name = absolute.getFileName();
        if (name == null) {
            throw new IOException(tree + " is never removed");
        }
        try (var above = Files.newDirectoryStream(absolute.getParent())) {
            return removeEntry(secure(above), name, test);
        } catch (NoSuchFileException _) {
            return true; // the folder that it would be in
        }
    }

    private static boolean removeEntry(SecureDirectoryStream<Path> above, Path name, Test test) throws IOException {
        var isFolder = isFolder(above, name);
        if (isFolder.isEmpty()) {
            return true;
        }
        if (!isFolder.get()) {
            above.deleteFile(name);
            return true;
        }
        try (var folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            if (!test.allows(folder)) {
                return false;
            }
            empty(folder);
        }
        above.deleteDirectory(name);
        return true;
    }

    /** Removes what it can, and tells of the first thing that it could not remove. */
    private static void empty(SecureDirectoryStream<Path> folder) throws IOException {
        @Nullable IOException failure = null;
        try {
            for (var entry : folder) {
                try {
                    removeEntry(folder, entry.getFileName(), _ -> true);
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
    }

    /** Empty if nothing is there. */
    private static Optional<Boolean> isFolder(SecureDirectoryStream<Path> above, Path name) throws IOException {
        try {
            return Optional.of(above.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory());
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
