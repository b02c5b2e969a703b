package dev.volta.core.remote;

import java.nio.charset.StandardCharsets;

/** What a shell prints when a script has ended, and nobody else can who only sees the command line. */
record EndToken(ShellSum sum) {
    static EndToken random() {
        return new EndToken(ShellSum.random());
    }

    /** The script with what prints the token behind it. */
    String behind(String script) {
        return "(:\n" + script + "\n)\ns=$?; echo \"volta-end-" + sum.expression() + ":$s\"; exit $s\n";
    }

    /** What it begins with; the status in digits and a line feed follow. */
    byte[] beginning() {
        return ("volta-end-" + sum + ":").getBytes(StandardCharsets.UTF_8);
    }
}
