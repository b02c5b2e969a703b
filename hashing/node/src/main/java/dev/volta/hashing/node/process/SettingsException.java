package dev.volta.hashing.node.process;

/** A configuration file cannot be used; the message names all its problems. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
