package dev.volta.core.config;

import dev.volta.core.wire.RawText;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the data of an experiment lies. As text: a path of this machine ({@code data/set1}), a path on one node
 * ({@code node6:/data/set1}) or a path under which every node sees the same files ({@code shared:/mnt/nfs/set1}). A
 * local path that looks like one of the others is written with {@code ./} before it.
 */
public sealed interface ExperimentInput {
    Path path();

    /** Its path as {@link RawText}, as it was given. */
    default String given() {
        return RawText.of(path());
    }

    /** Its path as {@link RawText}, from the top. */
    default String absolute() {
        return RawText.of(path().toAbsolutePath());
    }

    /** The same place, from the top and without names that are a dot: two inputs that differ only in those are equal. */
    default ExperimentInput plain() {
        var plain = Path.of("/");
        for (var name : path().toAbsolutePath()) {
            if (!name.toString().equals(".")) {
                plain = plain.resolve(name);
            }
        }
        return switch (this) {
            case Local _ -> new Local(plain);
            case OnNode(var node, var _) -> new OnNode(node, plain);
            case Shared _ -> new Shared(plain);
        };
    }

    /** As it was given; a relative path counts from the current folder. */
    record Local(Path path) implements ExperimentInput {
        @Override
        public String toString() {
            return given();
        }
    }

    record OnNode(NodeName node, Path path) implements ExperimentInput {
        @Override
        public String toString() {
            return node + ":" + given();
        }
    }

    record Shared(Path path) implements ExperimentInput {
        @Override
        public String toString() {
            return "shared:" + given();
        }
    }

    Pattern PLACED = Pattern.compile("([^/:]+):(/.*)", Pattern.DOTALL);

    static ExperimentInput parse(String text) {
        var placed = PLACED.matcher(text);
        if (!placed.matches()) {
            return new Local(PathText.parse(text));
        }
        var path = PathText.parse(placed.group(2));
        if (placed.group(1).equals("shared")) {
            return new Shared(path);
        }
        if (!NodeName.isValid(placed.group(1))) {
            throw BadValueException.expected(
                    "'" + placed.group(1) + "' is not a node", "a node's name, or ./ before a local path");
        }
        return new OnNode(new NodeName(placed.group(1)), path);
    }
}
