package dev.volta.core.lock;

import dev.volta.core.wire.RawText;

/**
 * Who wants a lock, and for what.
 *
 * @param token letters and digits, unique to the command; nobody else can renew the lock or give it back
 * @param pid on {@code host}
 */
public record Claim(String token, String user, String host, long pid, String command) {
    /** What a file on the node takes of a command line; its tail says least. */
    private static final int LONGEST = 1000;

    public Claim {
        if (!token.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("'" + token + "' is no token");
        }
    }

    /** What is written on the node beside the token: user, host, process, command, a line each. */
    String lines() {
        return String.join("\n", line(user), line(host), Long.toString(pid), line(command));
    }

    private static String line(String text) {
        var plain = RawText.printableLine(text);
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
