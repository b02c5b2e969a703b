package dev.volta.core.config.shapes;

import java.util.Optional;

/**
 * A key of a mapping whose keys are Volta's.
 *
 * @param fallback what holds when the key is absent, as YAML
 * @param required whether a file without it is refused; a key with a fallback never is
 * @param documentation one or two sentences for the schema and for whoever reads the table
 */
public record Key<T>(String name, Shape<T> shape, Optional<String> fallback, boolean required, String documentation) {
    public static <T> Key<T> required(String name, Shape<T> shape, String documentation) {
        return new Key<>(name, shape, Optional.empty(), true, documentation);
    }

    public static <T> Key<T> optional(String name, Shape<T> shape, String documentation) {
        return new Key<>(name, shape, Optional.empty(), false, documentation);
    }

    public static <T> Key<T> withDefault(String name, Shape<T> shape, String fallback, String documentation) {
        return new Key<>(name, shape, Optional.of(fallback), false, documentation);
    }
}
