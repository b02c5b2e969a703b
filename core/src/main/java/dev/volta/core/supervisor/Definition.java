package dev.volta.core.supervisor;

import dev.volta.core.sha256.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What a supervisor leaves on a node to run a unit. Two units with the same definition run the same. */
public record Definition(List<Part> parts) {
    public Definition {
        parts = List.copyOf(parts);
    }

    /** A file of a definition. */
    public sealed interface Part {
        /** Absolute, on the node. */
        String path();

        String content();
    }

    /** What is run, and how. */
    public record Program(String path, String content) implements Part {}

    /** The variables that it gets, as an {@link EnvironmentText}, for nobody but their owner to see. */
    public record Environment(String path, String content) implements Part {}

    /** The SHA-256 of each part in lower-case hex, with a blank between. */
    public String digest() {
        return parts.stream()
                .map(part -> Sha256.of(part.content().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(" "));
    }
}
