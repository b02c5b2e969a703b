package dev.volta.core.config.shapes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.config.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A mapping whose keys are Volta's: any other key is a mistake.
 *
 * @param noun what the mapping is, for messages: {@code a service}
 * @param exactlyOneOf names of optional keys of which one must be given and only one; empty for no such rule
 * @param make is called only when every key was read without a problem
 */
public record FieldsShape<T>(String noun, List<Key<?>> keys, List<String> exactlyOneOf, Function<Values, T> make)
        implements Shape<T> {
    public FieldsShape(String noun, List<Key<?>> keys, Function<Values, T> make) {
        this(noun, keys, List.of(), make);
    }

    @Override
    public String describe() {
        return noun + " (a mapping)";
    }

    @Override
    public Optional<T> read(Tree tree, String keyPath, List<Problem> problems) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return mismatch(tree, keyPath, problems);
        }
        int before = problems.size();
        refuseUnknownKeys(mapping, keyPath, problems);
        refuseWrongChoice(mapping, keyPath, problems);
        var values = new HashMap<String, Object>();
        for (var key : keys) {
            var path = keyPath.isEmpty() ? key.name() : keyPath + "." + key.name();
            var value = mapping.get(key.name());
            if (value.isPresent()) {
                key.shape().read(value.get(), path, problems).ifPresent(read -> values.put(key.name(), read));
            } else if (key.required()) {
                problems.add(Problem.suggested(
                        mapping.origin(),
                        keyPath,
                        "'" + key.name() + "' is missing",
                        "give " + key.shape().describe()));
            }
        }
        if (problems.size() > before) {
            return Optional.empty();
        }
        try {
            var made = make.apply(new Values(mapping, keyPath, values, problems));
            return problems.size() > before ? Optional.empty() : Optional.of(made);
        } catch (BadValueException e) {
            problems.add(e.at(mapping.origin(), keyPath));
            return Optional.empty();
        }
    }

    private void refuseUnknownKeys(Tree.Mapping mapping, String keyPath, List<Problem> problems) {
        var names = keys.stream().map(Key::name).toList();
        for (var entry : mapping.entries()) {
            if (!names.contains(entry.key())) {
                problems.add(new Problem(
                        entry.origin(),
                        keyPath,
                        "unknown key '" + entry.key() + "'",
                        "one of " + String.join(", ", names),
                        Misspelling.of(entry.key(), names)
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("")));
            }
        }
    }

    private void refuseWrongChoice(Tree.Mapping mapping, String keyPath, List<Problem> problems) {
        var given = exactlyOneOf.stream()
                .filter(name -> mapping.get(name).isPresent())
                .toList();
        if (!exactlyOneOf.isEmpty() && given.size() != 1) {
            problems.add(Problem.expected(
                    mapping.origin(),
                    keyPath,
                    given.isEmpty() ? "nothing is chosen" : String.join(" and ", given) + " exclude each other",
                    "exactly one of " + String.join(", ", exactlyOneOf)));
        }
    }

    /** Known keys come in the order of the table, whatever the order in the file. */
    @Override
    public Tree withDefaults(Tree tree) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            return tree;
        }
        var entries = new ArrayList<Tree.Entry>();
        for (var key : keys) {
            mapping.entry(key.name())
                    .or(() -> key.fallback().map(yaml -> {
                        var origin = new Origin.ByDefault();
                        return new Tree.Entry(key.name(), origin, YamlReader.literal(yaml, origin));
                    }))
                    .map(entry -> entry.withValue(key.shape().withDefaults(entry.value())))
                    .ifPresent(entries::add);
        }
        var names = keys.stream().map(Key::name).toList();
        mapping.entries().stream().filter(entry -> !names.contains(entry.key())).forEach(entries::add);
        return new Tree.Mapping(mapping.origin(), entries);
    }

    @Override
    public ObjectNode schema() {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false);
        var properties = schema.putObject("properties");
        var required = JsonNodeFactory.instance.arrayNode();
        for (var key : keys) {
            var property = key.shape().schema().put("description", key.documentation());
            key.fallback().ifPresent(yaml -> property.set("default", defaultValue(yaml)));
            properties.set(key.name(), property);
            if (key.required()) {
                required.add(key.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!exactlyOneOf.isEmpty()) {
            var choices = schema.putArray("oneOf");
            exactlyOneOf.forEach(
                    name -> choices.addObject().putArray("required").add(name));
        }
        return schema;
    }

    private static JsonNode defaultValue(String yaml) {
        return TreeJson.of(YamlReader.literal(yaml, new Origin.ByDefault()));
    }
}
