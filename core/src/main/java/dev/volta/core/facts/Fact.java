package dev.volta.core.facts;

import java.util.Optional;
import java.util.function.Function;

/** A measurement or a property that may be missing. A missing one has a reason, and is never a zero or an empty text. */
public sealed interface Fact<T> {
    /** It was read. */
    record Known<T>(T value) implements Fact<T> {}

    /** It was not, because of {@code reason}. */
    record Unavailable<T>(String reason) implements Fact<T> {
        public Unavailable {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("what is unavailable has a reason");
            }
        }
    }

    static <T> Fact<T> known(T value) {
        return new Known<>(value);
    }

    static <T> Fact<T> unavailable(String reason) {
        return new Unavailable<>(reason);
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Known<T>(var value) -> Optional.of(value);
            case Unavailable<T> missing -> Optional.empty();
        };
    }

    default <R> Fact<R> map(Function<? super T, ? extends R> step) {
        return switch (this) {
            case Known<T>(var value) -> new Known<>(step.apply(value));
            case Unavailable<T>(var reason) -> new Unavailable<>(reason);
        };
    }

    /** The value as a text for people, or {@code unavailable: reason}. */
    default String told(Function<? super T, String> text) {
        return switch (this) {
            case Known<T>(var value) -> text.apply(value);
            case Unavailable<T>(var reason) -> "unavailable: " + reason;
        };
    }
}
