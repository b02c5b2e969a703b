package dev.volta.cli.route;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operator says about the way to a node.
 *
 * @param home stands for {@code ~}
 * @param user logs in where neither inventory nor ssh configuration names anybody
 */
public record RouteChoices(
        Path home, String user, Path sshConfig, Optional<Path> identity, Optional<Duration> connectTimeout) {
    /** The keys that ssh itself tries where nothing is said. */
    List<Path> usualIdentities() {
        return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
                .map(home.resolve(".ssh")::resolve)
                .filter(Files::exists)
                .toList();
    }
}
