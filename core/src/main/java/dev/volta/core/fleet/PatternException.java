package dev.volta.core.fleet;

/** A pattern does not say which nodes are meant. */
public final class PatternException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PatternException(String message) {
        super(message);
    }
}
