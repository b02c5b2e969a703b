package dev.volta.core.config;

import dev.volta.core.remote.NodeName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the data of an experiment lies. As text: a path of this machine ({@code data/set1}), a path on one node
 * ({@code node6:/data/set1}) or a path under which every node sees the same files ({@code shared:/mnt/nfs/set1}). A
 * local path that looks like one of the others is written with {@code ./} before it.
 */
public sealed interface Input {
    Path path();

    /** As it was given; a relative path counts from the current folder. */
    record Local(Path path) implements Input {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    record OnNode(NodeName node, Path path) implements Input {
        @Override
        public String toString() {
            return node + ":" + path;
        }
    }

    record Shared(Path path) implements Input {
        @Override
        public String toString() {
            return "shared:" + path;
        }
    }

    Pattern PLACED = Pattern.compile("([^/:]+):(/.*)", Pattern.DOTALL);

    static Input parse(String text) {
        try {
            var placed = PLACED.matcher(text);
            if (!placed.matches()) {
                if (text.isEmpty()) {
                    throw new IllegalArgumentException("'' is not a path; expected a file or a folder");
                }
                return new Local(Path.of(text));
            }
            var path = Path.of(placed.group(2));
            return placed.group(1).equals("shared")
                    ? new Shared(path)
                    : new OnNode(new NodeName(placed.group(1)), path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is not a path: " + e.getReason(), e);
        }
    }
}
