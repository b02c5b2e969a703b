package dev.volta.core.remote;

import dev.volta.core.sha256.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text of a {@link Script} in a command that runs it.
 *
 * @param name of the script
 * @param purpose how messages call it, if not by its name
 * @param text the script with its libraries; the same at each run
 * @param argument the argument of {@code sh -c}: the text, and what proves its end, which differs at each run
 */
public record ScriptText(String name, Optional<String> purpose, String text, String argument) {
    /** The SHA-256 of {@link #text} in UTF-8, in lower-case hex. */
    public String sha256() {
        return Sha256.of(bytes());
    }

    /** The length of {@link #text} in UTF-8, in bytes. */
    public int length() {
        return bytes().length;
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
