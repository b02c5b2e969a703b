package dev.volta.core.lock;

/** What came of renewing a lock. */
public sealed interface Renewal {
    /** It is ours for another time to live. */
    record Held() implements Renewal {}

    /** It is not ours any more. */
    record Lost(String how) implements Renewal {}
}
