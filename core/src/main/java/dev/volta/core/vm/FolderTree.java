package dev.volta.core.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A folder with all that is in it. */
final class FolderTree {
    private FolderTree() {}

    /** Nothing happens if it is not there. */
    static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> found;
        try (var walk = Files.walk(tree)) {
            found = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var file : found) {
            Files.deleteIfExists(file);
        }
    }
}
