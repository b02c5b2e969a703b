package dev.volta.cli.route;

import dev.volta.core.config.Transport;
import dev.volta.ssh.config.SshConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operator says about the way to a node.
 *
 * @param home stands for {@code ~}
 * @param user logs in where neither inventory nor ssh configuration names anybody
 * @param transport instead of what the inventory says
 * @param ownKnownHosts whether the files of host keys count that the ssh configuration names for a host
 * @param folder relative names of files in the ssh configuration count from it
 * @param environment what variables in the ssh configuration stand for
 */
public record RouteChoices(
        Path home,
        String user,
        Path sshConfig,
        Optional<Path> identity,
        Optional<Duration> connectTimeout,
        Optional<Transport> transport,
        boolean ownKnownHosts,
        Path folder,
        Map<String, String> environment) {
    private static final Path SYSTEM = Path.of("/etc/ssh/ssh_config");

    /** The files of the ssh configuration; one that was named takes the place of the system's too, as in ssh. */
    List<SshConfigFile> configs() {
        var user = SshConfigFile.ofUser(sshConfig);
        return sshConfig.equals(home.resolve(".ssh/config"))
                ? List.of(user, SshConfigFile.ofSystem(SYSTEM))
                : List.of(user);
    }

    /** The keys that ssh itself tries where nothing is said. */
    List<Path> usualIdentities() {
        return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
                .map(home.resolve(".ssh")::resolve)
                .filter(Files::exists)
                .toList();
    }
}
