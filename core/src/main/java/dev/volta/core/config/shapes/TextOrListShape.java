package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A text that says it all, or else a list of at least {@code atLeast} items that together become the same. */
public record TextOrListShape<T, I>(
        ScalarShape<? extends T> text, Shape<I> item, int atLeast, Function<List<I>, T> ofList) implements Shape<T> {
    @Override
    public String describe() {
        return text.describe() + ", or " + list().describe();
    }

    @Override
    public Optional<T> read(Tree tree, String keyPath, List<Problem> problems) {
        return switch (tree) {
            case Tree.Scalar _ -> text.read(tree, keyPath, problems).map(value -> value);
            case Tree.Sequence _ -> list().read(tree, keyPath, problems).map(ofList);
            case Tree.Nothing _, Tree.Mapping _ -> mismatch(tree, keyPath, problems);
        };
    }

    private ListShape<I> list() {
        return new ListShape<>(item, atLeast);
    }

    @Override
    public Tree withDefaults(Tree tree) {
        return tree;
    }

    @Override
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("oneOf").add(text.schema()).add(list().schema());
        return schema;
    }
}
