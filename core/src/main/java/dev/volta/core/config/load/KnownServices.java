package dev.volta.core.config.load;

import dev.volta.core.config.shapes.Key;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The kinds of service that a description may name.
 *
 * @param kinds by the name of each, the keys that its services have beside those of every service; a key that several have
 *     is the same for all of them
 * @param usual the services of a fleet that describes none, as YAML
 */
public record KnownServices(SequencedMap<String, List<Key<?>>> kinds, String usual) {
    public KnownServices {
        kinds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(kinds));
    }

    /** The keys that not every service has, each once. */
    List<Key<?>> keys() {
        return kinds.values().stream()
                .flatMap(List::stream)
                .<Key<?>>map(key -> key)
                .distinct()
                .toList();
    }

    /** The kinds whose services have a key called {@code name}; empty for a key that every service has, or none. */
    List<String> having(String name) {
        return kinds.entrySet().stream()
                .filter(kind ->
                        kind.getValue().stream().anyMatch(key -> key.name().equals(name)))
                .map(kind -> kind.getKey())
                .toList();
    }
}
