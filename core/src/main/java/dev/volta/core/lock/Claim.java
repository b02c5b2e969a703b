package dev.volta.core.lock;

/**
 * Who wants a lock, and for what.
 *
 * @param token unique to the command; nobody else can renew the lock or give it back
 * @param pid on {@code host}
 */
public record Claim(String token, String user, String host, long pid, String command) {
    /** What is written on the node beside the token: user, host, process, command, a line each. */
    String lines() {
        return String.join("\n", user, host, Long.toString(pid), command.replace('\n', ' '));
    }
}
