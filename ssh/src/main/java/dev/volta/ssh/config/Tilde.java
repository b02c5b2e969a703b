package dev.volta.ssh.config;

import java.nio.file.Path;

/** A leading {@code ~/} in the name of a file. */
final class Tilde {
    private Tilde() {}

    static Path expand(String name, Path home) {
        if (name.equals("~")) {
            return home;
        }
        return name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
    }
}
