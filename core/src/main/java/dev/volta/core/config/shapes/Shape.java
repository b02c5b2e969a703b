package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.List;
import java.util.Optional;

/**
 * What a value must look like and what it becomes.
 *
 * @param <T> the type of the value once it was read
 */
public sealed interface Shape<T> permits ScalarShape, ListShape, TextOrListShape, MapShape, FieldsShape, KindShape {
    /** What is wanted, as a noun for messages: {@code a size such as 5GiB}. */
    String describe();

    /** The value of {@code tree}; empty if something was wrong with it, which is then among {@code problems}. */
    Optional<T> read(Tree tree, String keyPath, List<Problem> problems);

    /** {@code tree} with what it leaves unsaid; parts of another shape than this stay as they are. */
    Tree withDefaults(Tree tree);

    /**
     * A JSON Schema (draft 2020-12) that accepts what {@link #read} accepts, save that it wants text in quotes where
     * the text looks like a number.
     */
    ObjectNode schema();

    /** Says that {@code tree} is of another kind than wanted. */
    default Optional<T> mismatch(Tree tree, String keyPath, List<Problem> problems) {
        problems.add(Problem.expected(tree.origin(), keyPath, tree.describe(), describe()));
        return Optional.empty();
    }
}
