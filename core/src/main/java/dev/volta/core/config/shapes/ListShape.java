package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of at least {@code atLeast} items. */
public record ListShape<T>(Shape<T> item, int atLeast) implements Shape<List<T>> {
    @Override
    public String describe() {
        return (atLeast == 0 ? "a list" : "a list of " + atLeast + " or more") + ", each " + item.describe();
    }

    @Override
    public Optional<List<T>> read(Tree tree, String keyPath, List<Problem> problems) {
        if (!(tree instanceof Tree.Sequence sequence)) {
            return mismatch(tree, keyPath, problems);
        }
        if (sequence.items().size() < atLeast) {
            problems.add(Problem.expected(tree.origin(), keyPath, "an empty list", describe()));
            return Optional.empty();
        }
        var values = new ArrayList<T>();
        for (int i = 0; i < sequence.items().size(); i++) {
            item.read(sequence.items().get(i), keyPath + "[" + i + "]", problems)
                    .ifPresent(values::add);
        }
        return values.size() == sequence.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public Tree withDefaults(Tree tree) {
        return tree instanceof Tree.Sequence sequence
                ? new Tree.Sequence(
                        sequence.origin(),
                        sequence.items().stream().map(item::withDefaults).toList())
                : tree;
    }

    @Override
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "array");
        schema.set("items", item.schema());
        if (atLeast > 0) {
            schema.put("minItems", atLeast);
        }
        return schema;
    }
}
