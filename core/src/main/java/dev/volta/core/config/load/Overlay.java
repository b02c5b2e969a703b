package dev.volta.core.config.load;

import dev.volta.core.config.Origin;
import dev.volta.core.config.yaml.Tree;
import java.util.List;
import java.util.SequencedMap;

/**
 * A command-line option that says what a key of the file says too, and wins. Its value goes through the same checks.
 *
 * @param option with its dashes: {@code --workers}
 * @param keyPath the names from the outermost key inwards
 * @param value a scalar, or a list or mapping of scalars, each with this option as its origin
 */
public record Overlay(String option, List<String> keyPath, Tree value) {
    /** {@code keyPath} has dots between the names, as in messages: {@code workload.algorithm}. */
    public static Overlay of(String option, String keyPath, String value) {
        return new Overlay(option, names(keyPath), new Tree.Scalar(new Origin.ByOption(option), value));
    }

    /** For an option that may be given several times; its values replace the whole list of the file. */
    public static Overlay of(String option, String keyPath, List<String> values) {
        var origin = new Origin.ByOption(option);
        var items = values.stream()
                .<Tree>map(value -> new Tree.Scalar(origin, value))
                .toList();
        return new Overlay(option, names(keyPath), new Tree.Sequence(origin, items));
    }

    /** For an option that may be given several times with a name each; they replace the whole mapping of the file. */
    public static Overlay of(String option, String keyPath, SequencedMap<String, String> values) {
        var origin = new Origin.ByOption(option);
        var entries = values.entrySet().stream()
                .map(entry -> new Tree.Entry(entry.getKey(), origin, new Tree.Scalar(origin, entry.getValue())))
                .toList();
        return new Overlay(option, names(keyPath), new Tree.Mapping(origin, entries));
    }

    private static List<String> names(String keyPath) {
        return List.of(keyPath.split("\\."));
    }

    Tree on(Tree tree) {
        return put(tree, keyPath);
    }

    /** A part of the file that is no mapping stays as it is: it is wrong, and the reading will say so. */
    private Tree put(Tree tree, List<String> path) {
        if (path.isEmpty()) {
            return value;
        }
        if (!(tree instanceof Tree.Mapping mapping)) {
            return tree;
        }
        var origin = new Origin.ByOption(option);
        var inner = mapping.get(path.getFirst()).orElseGet(() -> new Tree.Mapping(origin, List.of()));
        return mapping.with(new Tree.Entry(path.getFirst(), origin, put(inner, path.subList(1, path.size()))));
    }
}
