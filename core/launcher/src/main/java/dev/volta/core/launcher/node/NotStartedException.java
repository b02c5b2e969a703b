package dev.volta.core.launcher.node;

/** A command cannot be started; the message says why, with the file's name. */
final class NotStartedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    NotStartedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
