package dev.volta.ssh.config;

/** A line of an SSH configuration that cannot be followed. The message names file and line. */
public final class SshConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SshConfigException(String message) {
        super(message);
    }

    SshConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
