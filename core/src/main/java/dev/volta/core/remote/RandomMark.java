package dev.volta.core.remote;

import java.util.concurrent.ThreadLocalRandom;

/** Tells what is made in a shared place from what everybody else makes there. It is no secret. */
public final class RandomMark {
    private RandomMark() {}

    /** 32 hex digits that nobody else draws. */
    public static String draw() {
        var random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
