package dev.volta.core.lock;

/** How a lock stands. */
public sealed interface LockState {
    /** Nobody has it. */
    record Free() implements LockState {}

    /** Somebody has it, or has just asked for it. */
    record Held(LockOwner owner) implements LockState {}

    /** Somebody had it who has not renewed it; the next command takes it over. */
    record Expired(LockOwner owner) implements LockState {}

    /** A claim that says nothing, as a power cut may leave it. It expires like one that is not renewed. */
    record Damaged(LockOwner owner) implements LockState {}

    /** In a few words, such as {@code held by ann@desk (process 42, 'volta deploy-all'), 3.00 s ago}. */
    default String told() {
        return switch (this) {
            case Free() -> "free";
            case Held(var owner) -> "held by " + owner;
            case Expired(var owner) -> "expired, of " + owner + "; the next command takes it over";
            case Damaged(var owner) ->
                "damaged, a claim" + owner.login().map(name -> " of " + name).orElse("") + " that cannot be read; "
                        + (owner.isExpired()
                                ? "the next command takes the lock over"
                                : "it expires in " + owner.left().toSeconds() + " s");
        };
    }
}
