package dev.volta.core.config.shapes;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one mapping after each of them was found right by itself. */
public final class Values {
    private final Tree.Mapping mapping;
    private final String keyPath;
    private final Map<String, Object> values;
    private final List<Problem> problems;

    Values(Tree.Mapping mapping, String keyPath, Map<String, Object> values, List<Problem> problems) {
        this.mapping = mapping;
        this.keyPath = keyPath;
        this.values = values;
        this.problems = problems;
    }

    /** Where the mapping began. */
    public Origin origin() {
        return mapping.origin();
    }

    /** The value of a key that is required or has a default. */
    public <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has neither value nor default"));
    }

    @SuppressWarnings("unchecked") // FieldsShape stored what the key's own shape had read
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    /**
     * Refuses a value because of what others say. Whoever reads the mapping may go on, to find all that is wrong.
     *
     * @param below the names of the keys from {@code key} to the value, if {@code key} has a mapping
     */
    public void refuse(BadValueException why, Key<?> key, String... below) {
        var path = keyPath.isEmpty() ? key.name() : keyPath + "." + key.name();
        var place = mapping.child(key.name());
        for (var name : below) {
            path += "." + name;
            place = place.flatMap(tree -> tree.child(name));
        }
        problems.add(why.at(place.map(Tree::origin).orElse(mapping.origin()), path));
    }
}
