package dev.volta.ssh.config;

import java.nio.file.Path;

/** A leading {@code ~/} in the name of a file. */
final class Tilde {
    private Tilde() {}

    static Path expand(ConfigLine line, String name, Path home) {
        if (name.equals("~")) {
            return home;
        }
        if (name.startsWith("~") && !name.startsWith("~/")) {
            throw new SshConfigException(
                    line.where() + ": '" + name + "' is in another user's folder; write the path in full");
        }
        return name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
    }
}
