package dev.volta.core.remote;

import dev.volta.core.sha256.Sha256;
import java.nio.charset.StandardCharsets;

/** The content of a {@link Script} on its standard input: a line {@code LENGTH SHA256}, then the bytes themselves. */
final class Content {
    private Content() {}

    static CommandInput of(byte[] content) {
        var head = content.length + " " + Sha256.of(content) + "\n";
        return CommandInput.of(head.getBytes(StandardCharsets.UTF_8)).followedBy(CommandInput.of(content));
    }
}
