package dev.volta.hashing.node.controller;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The controller's own log: lines on stderr, which its supervisor keeps. */
final class Log {
    private static final Repetitions REPETITIONS = new Repetitions();

    private Log() {}

    /** A line that a peer can cause again and again: it is printed less and less often, with how often it came. */
    static void repeatable(String text) {
        REPETITIONS.due(text, System.nanoTime()).ifPresent(Log::line);
    }

    static void line(String text) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }
}
