package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mapping whose keys the operator chooses.
 *
 * @param keyNoun what a key is, for messages: {@code a service name}
 */
public record MapShape<T>(String keyNoun, Pattern keyPattern, Shape<T> value) implements Shape<Map<String, T>> {
    @Override
    public String describe() {
        return "a mapping from " + keyNoun + " to " + value.describe();
    }

    @Override
    public Optional<Map<String, T>> read(Tree tree, String keyPath, List<Problem> problems) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return mismatch(tree, keyPath, problems);
        }
        var values = new LinkedHashMap<String, T>();
        for (var entry : mapping.entries()) {
            if (!keyPattern.matcher(entry.key()).matches()) {
                problems.add(Problem.expected(
                        entry.origin(), keyPath, "'" + entry.key() + "' is not " + keyNoun, "" + keyPattern));
            }
            value.read(entry.value(), keyPath + "." + entry.key(), problems)
                    .ifPresent(read -> values.put(entry.key(), read));
        }
        return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    }

    @Override
    public Tree withDefaults(Tree tree) {
        return tree instanceof Tree.Mapping mapping
                ? new Tree.Mapping(
                        mapping.origin(),
                        mapping.entries().stream()
                                .map(entry -> entry.withValue(value.withDefaults(entry.value())))
                                .toList())
                : tree;
    }

    @Override
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.set("additionalProperties", value.schema());
        schema.putObject("propertyNames").put("pattern", "^(?:" + keyPattern + ")$");
        return schema;
    }
}
