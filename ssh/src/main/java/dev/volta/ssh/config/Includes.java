package dev.volta.ssh.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Finds the files of Include lines. As in OpenSSH (readconf.c, oInclude) a relative name counts from {@code ~/.ssh} in a
 * user's file and from {@code /etc/ssh} in the system's, which names nothing by a {@code ~}; what these include counts as
 * they do.
 */
record Includes(Path home, Path folder, boolean system) {
    static Includes in(SshConfigFile file, Path home) {
        return file.system()
                ? new Includes(home, file.path().toAbsolutePath().resolveSibling(""), true)
                : new Includes(home, home.resolve(".ssh"), false);
    }

    /** The files of {@code line}, in the order in which they are read; names that match nothing are no error. */
    List<Path> files(ConfigLine line) {
        return line.arguments().stream()
                .map(argument -> path(line, argument))
                .flatMap(path -> Glob.files(path).stream())
                .toList();
    }

    private Path path(ConfigLine line, String argument) {
        if (system && argument.startsWith("~")) {
            throw new SshConfigException(
                    line.where() + ": an Include of the system's configuration cannot begin with '~', as '" + argument
                            + "'; ssh does not read it either");
        }
        if (argument.contains("%") || argument.contains("${")) {
            throw new SshConfigException(line.where() + ": 'include " + argument
                    + "' means different files in older and newer versions of ssh; write the name in full");
        }
        var path = Tilde.expand(line, argument, home);
        return path.isAbsolute() ? path : folder.resolve(path);
    }
}
