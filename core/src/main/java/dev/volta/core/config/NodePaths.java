package dev.volta.core.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Volta puts its files on a node. What is absent is decided when the node is known: {@code /opt/volta},
 * {@code /run/volta} and {@code /var/log/volta} for root, folders of the user's own otherwise.
 *
 * @param install holds a folder per version
 * @param run holds the sockets
 * @param log holds a folder per fleet with the services' output
 */
public record NodePaths(Optional<Path> install, Optional<Path> run, Optional<Path> log) {
    public static final NodePaths UNSAID = new NodePaths(Optional.empty(), Optional.empty(), Optional.empty());

    /** These paths, and those of {@code general} where these say nothing. */
    public NodePaths orElse(NodePaths general) {
        return new NodePaths(install.or(general::install), run.or(general::run), log.or(general::log));
    }
}
