package dev.volta.hashing.node.controller;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells which of the lines that repeat are to be printed: the first, and then one after a pause that doubles each time. */
final class Repetitions {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Of the lines that came last. */
    private static final int MOST = 1000;

    private final Map<String, Told> told = new LinkedHashMap<>();

    /**
     * A line that was printed.
     *
     * @param at when it was printed last
     * @param pause until it is printed again
     * @param since how often it came since
     */
    private record Told(long at, long pause, int since) {}

    /** What to print now that {@code text} came, if anything. */
    synchronized Optional<String> due(String text, long now) {
        var before = told.remove(text);
        if (before == null) {
            told.put(text, new Told(now, FIRST_PAUSE_NANOS, 0));
            if (told.size() > MOST) {
                told.remove(told.keySet().iterator().next());
            }
            return Optional.of(text);
        }
        if (now - before.at() < before.pause()) {
            told.put(text, new Told(before.at(), before.pause(), before.since() + 1));
            return Optional.empty();
        }
        told.put(text, new Told(now, Math.min(2 * before.pause(), LONGEST_PAUSE_NANOS), 0));
        return Optional.of(before.since() == 0 ? text : text + " (and " + before.since() + " times before)");
    }
}
