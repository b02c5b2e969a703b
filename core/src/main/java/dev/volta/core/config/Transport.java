package dev.volta.core.config;

/** What carries an SSH connection. */
public enum Transport {
    /** Volta's own: one library for a single node, another for many. */
    BUILTIN,
    /** The system's {@code ssh}, which follows all of its configuration. */
    OPENSSH
}
