package dev.volta.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How to see on the node that a service is ready, and how long that may take after its start. */
public record Health(Probe probe, Duration timeout) {
    public sealed interface Probe {
        /** What is looked at, in a few words. */
        default String told() {
            return switch (this) {
                case Socket(var path) -> "socket " + path;
                case Tcp(var port) -> "TCP port " + port;
                case Http(var url) -> url.toString();
                case Command(var argv) -> String.join(" ", argv);
            };
        }

        /** A Unix socket that accepts. */
        record Socket(Path path) implements Probe {}

        /** A TCP port of the node that accepts. */
        record Tcp(Port port) implements Probe {}

        /** A URL, as seen from the node, that answers 2xx. */
        record Http(URI url) implements Probe {}

        /** A program on the node that exits 0. */
        record Command(List<String> argv) implements Probe {
            public Command {
                argv = List.copyOf(argv);
            }
        }
    }
}
