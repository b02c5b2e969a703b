package dev.volta.hashing.node.controller;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The controller's own log: lines on stderr, which its supervisor keeps. */
final class Log {
    private Log() {}

    static void line(String text) {
        System.err.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text);
    }
}
