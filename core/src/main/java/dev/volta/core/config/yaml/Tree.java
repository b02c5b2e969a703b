package dev.volta.core.config.yaml;

import dev.volta.core.config.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value of a configuration, not yet checked. */
public sealed interface Tree {
    Origin origin();

    /** How a message speaks of it. */
    String describe();

    /** A key that stands there without a value. */
    record Nothing(Origin origin) implements Tree {
        @Override
        public String describe() {
            return "no value";
        }
    }

    /** Text, a number, a truth value: as it was written, without quotes. */
    record Scalar(Origin origin, String text) implements Tree {
        @Override
        public String describe() {
            return "'" + text + "'";
        }
    }

    record Sequence(Origin origin, List<Tree> items) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** Its keys differ from one another. */
    record Mapping(Origin origin, List<Entry> entries) implements Tree {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String describe() {
            return "a mapping";
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        public Optional<Tree> get(String key) {
            return entry(key).map(Entry::value);
        }

        /** This mapping with {@code replacement} in the place of the entry with the same key, or at the end. */
        public Mapping with(Entry replacement) {
            var changed = new ArrayList<Entry>();
            var placed = false;
            for (var entry : entries) {
                var same = entry.key().equals(replacement.key());
                changed.add(same ? replacement : entry);
                placed |= same;
            }
            if (!placed) {
                changed.add(replacement);
            }
            return new Mapping(origin, changed);
        }
    }

    /** A key with its value; {@code origin} is that of the key. */
    record Entry(String key, Origin origin, Tree value) {
        public Entry withValue(Tree other) {
            return new Entry(key, origin, other);
        }
    }

    /** The entry of {@code key}'s value if this is a mapping that has it. */
    default Optional<Tree> child(String key) {
        return this instanceof Mapping mapping ? mapping.get(key) : Optional.empty();
    }

    /** The items of a sequence, or nothing at all. */
    default List<Tree> items() {
        return List.of();
    }

    /** The entries of a mapping, or nothing at all. */
    default List<Entry> entries() {
        return List.of();
    }

    /** The text of a scalar. */
    default Optional<String> scalar() {
        return this instanceof Scalar(Origin _, String text) ? Optional.of(text) : Optional.empty();
    }
}
