package dev.volta.ssh.config;

import java.nio.file.Path;

/**
 * A file of the configuration.
 *
 * @param system whether it is the one for all users, in which relative names count from beside it, and not from {@code ~/.ssh}
 */
public record SshConfigFile(Path path, boolean system) {
    public static SshConfigFile ofUser(Path path) {
        return new SshConfigFile(path, false);
    }

    public static SshConfigFile ofSystem(Path path) {
        return new SshConfigFile(path, true);
    }
}
