package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One piece of text that {@code parse} understands.
 *
 * @param parse throws {@link BadValueException} for what it does not understand
 * @param constraints writes type, pattern or range into the schema
 */
public record ScalarShape<T>(String describe, Function<String, T> parse, Consumer<ObjectNode> constraints)
        implements Shape<T> {
    @Override
    public Optional<T> read(Tree tree, String keyPath, List<Problem> problems) {
        if (!(tree instanceof Tree.Scalar(Origin origin, String text))) {
            return mismatch(tree, keyPath, problems);
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (BadValueException e) {
            problems.add(e.at(origin, keyPath));
            return Optional.empty();
        }
    }

    @Override
    public Tree withDefaults(Tree tree) {
        return tree;
    }

    @Override
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode();
        constraints.accept(schema);
        return schema;
    }
}
