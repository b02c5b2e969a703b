package dev.volta.hashing.node.client;

/** The controller cannot be reached, refuses, or says that the job failed. */
public final class ControllerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ControllerException(String message) {
        super(message);
    }

    ControllerException(String message, Throwable cause) {
        super(message, cause);
    }
}
