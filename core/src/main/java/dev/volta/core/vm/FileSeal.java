package dev.volta.core.vm;

import dev.volta.core.sha256.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * By what a file is recognised as unchanged: quickly by its size and the time of its last change, surely by its content.
 *
 * @param path below the folder it is looked for in, or absolute
 * @param modified in ISO 8601
 * @param sha256 empty if the content was not looked at
 */
record FileSeal(String path, long bytes, String modified, String sha256) {
    FileSeal {
        Objects.requireNonNull(path, "a file has no path");
        Objects.requireNonNull(modified, "a file has no time");
        Objects.requireNonNull(sha256, "a file has no digest");
    }

    static FileSeal quick(Path file) throws IOException {
        return new FileSeal(
                file.toAbsolutePath().toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toString(),
                "");
    }

    /** Of a file in {@code folder}. */
    static FileSeal whole(Path folder, Path file) throws IOException {
        return new FileSeal(
                folder.relativize(file).toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toString(),
                Sha256.of(file));
    }

    /** What is wrong with the file, at a glance. */
    Optional<String> quickDifference(Path folder) throws IOException {
        try {
            var size = Files.size(folder.resolve(path));
            if (size != bytes) {
                return Optional.of("%s has %d bytes instead of %d".formatted(path, size, bytes));
            }
            var changed = Files.getLastModifiedTime(folder.resolve(path)).toString();
            return changed.equals(modified)
                    ? Optional.empty()
                    : Optional.of("%s was changed at %s".formatted(path, changed));
        } catch (NoSuchFileException e) {
            return Optional.of(path + " is missing");
        }
    }

    /** Whether the content is another one; takes as long as reading it. */
    boolean isAltered(Path folder) throws IOException {
        return !sha256.isEmpty() && !Sha256.of(folder.resolve(path)).equals(sha256);
    }
}
