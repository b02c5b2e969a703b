package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A mapping with a key "kind", which says what other keys it has. Without it, it is of the first kind.
 *
 * @param noun of what there are kinds, for messages: {@code work}
 * @param kinds by name; none has a key "kind" of its own
 */
public record KindShape<T>(String noun, SequencedMap<String, FieldsShape<T>> kinds) implements Shape<T> {
    private static final String KIND = "kind";

    public KindShape {
        var all = new LinkedHashMap<String, FieldsShape<T>>();
        kinds.forEach((name, fields) -> all.put(name, withKind(noun, name, fields)));
        kinds = Collections.unmodifiableSequencedMap(all);
    }

    private static <T> FieldsShape<T> withKind(String noun, String name, FieldsShape<T> fields) {
        var kind =
                Key.withDefault(KIND, Shapes.name("kind of " + noun, List.of(name)), name, "The kind of " + noun + ".");
        var keys = Stream.concat(Stream.of(kind), fields.keys().stream()).toList();
        return new FieldsShape<>(fields.noun(), keys, fields.exactlyOneOf(), fields.make());
    }

    @Override
    public String describe() {
        return kinds.firstEntry().getValue().describe();
    }

    /** Of an unknown kind nothing else can be said than that. */
    @Override
    public Optional<T> read(Tree tree, String keyPath, List<Problem> problems) {
        var kind = tree.child(KIND);
        if (kind.isPresent()
                && Shapes.name("kind of " + noun, kinds.keySet())
                        .read(kind.get(), keyPath + "." + KIND, problems)
                        .isEmpty()) {
            return Optional.empty();
        }
        return fields(tree).flatMap(fields -> fields.read(tree, keyPath, problems));
    }

    @Override
    public Tree withDefaults(Tree tree) {
        return fields(tree).map(fields -> fields.withDefaults(tree)).orElse(tree);
    }

    /** Those of the kind that {@code tree} says; empty if there is no such kind. */
    private Optional<FieldsShape<T>> fields(Tree tree) {
        var kind = tree.child(KIND);
        return kind.isEmpty()
                ? Optional.of(kinds.firstEntry().getValue())
                : kind.flatMap(Tree::scalar).map(kinds::get);
    }

    @Override
    public ObjectNode schema() {
        if (kinds.size() == 1) {
            return kinds.firstEntry().getValue().schema();
        }
        var schema = JsonNodeFactory.instance.objectNode();
        var choices = schema.putArray("oneOf");
        kinds.forEach((name, fields) -> {
            var choice = fields.schema();
            if (!name.equals(kinds.firstEntry().getKey())) {
                choice.withArray("required").add(KIND);
            }
            choices.add(choice);
        });
        return schema;
    }
}
