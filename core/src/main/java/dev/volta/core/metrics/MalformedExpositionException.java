package dev.volta.core.metrics;

/** A service answered with something that is no text exposition. */
public final class MalformedExpositionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedExpositionException(int line, String problem) {
        super("line " + line + " of its metrics: " + problem);
    }
}
