package dev.volta.ssh.config;

import java.nio.file.Path;

/**
 * A file of the configuration.
 *
 * @param system whether it is the one for all users, in which relative names count from beside it, and not from {@code ~/.ssh}
 */
public record ConfigFile(Path path, boolean system) {
    public static ConfigFile ofUser(Path path) {
        return new ConfigFile(path, false);
    }

    public static ConfigFile ofSystem(Path path) {
        return new ConfigFile(path, true);
    }
}
