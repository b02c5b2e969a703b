package dev.volta.core.config.shapes;

import dev.volta.core.config.Origin;
import java.util.Map;
import java.util.Optional;

/** The values of one mapping after all of them were found right. */
public final class Values {
    private final Origin origin;
    private final Map<String, Object> values;

    Values(Origin origin, Map<String, Object> values) {
        this.origin = origin;
        this.values = values;
    }

    /** Where the mapping began. */
    public Origin origin() {
        return origin;
    }

    /** The value of a key that is required or has a default. */
    public <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has neither value nor default"));
    }

    @SuppressWarnings("unchecked") // FieldsShape stored what the key's own shape had read
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }
}
