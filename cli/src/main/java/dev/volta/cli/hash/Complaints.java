package dev.volta.cli.hash;

import dev.volta.hashing.engine.RawPath;
import java.io.PrintWriter;

/** What a command says on stderr, one line each, led by its name as coreutils do it. */
final class Complaints {
    private final PrintWriter err;
    private final String command;

    Complaints(PrintWriter err, String command) {
        this.err = err;
        this.command = command;
    }

    void about(RawPath path, String message) {
        about(QuotedName.of(path), message);
    }

    void about(String quotedName, String message) {
        say(quotedName + ": " + message);
    }

    void say(String message) {
        err.println(command + ": " + message);
    }
}
