package dev.volta.cli.keeper;

import dev.volta.cli.route.RouteChoices;
import dev.volta.core.config.Transport;
import dev.volta.core.wire.ProcessUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an operator chose about SSH, by options and environment: what the keeper must know to connect as this command
 * would. Paths are absolute in the keeper, which works in another folder.
 *
 * @param home stands for {@code ~}
 * @param user logs in where neither inventory nor ssh configuration names anybody
 * @param knownHosts files of host keys that count for all nodes; pins are written to the first, and a single one is the only
 *     one
 * @param transport instead of what the inventory says
 * @param folder where relative names in the ssh configuration count from; empty if it has none
 * @param environment the variables that the ssh configuration asks for, which the keeper may have other values of
 */
public record SshChoices(
        Path home,
        String user,
        Path sshConfig,
        List<Path> knownHosts,
        Optional<Path> identity,
        Optional<Path> agent,
        Optional<Duration> connectTimeout,
        Optional<Transport> transport,
        Optional<Path> folder,
        Map<String, String> environment) {
    private static final String VARIABLE = "env.";

    /** Which no path has in it. */
    private static final String BETWEEN_PATHS = "\0";

    public SshChoices {
        knownHosts = List.copyOf(knownHosts);
        environment = Map.copyOf(environment);
    }

    /** What of this bears on the way to a node. */
    public RouteChoices route() {
        return new RouteChoices(
                home,
                user,
                sshConfig,
                identity,
                connectTimeout,
                transport,
                ownKnownHosts(),
                folder.orElse(home),
                environment);
    }

    /** One file that was named takes the place of all others, also of those of single hosts. */
    private boolean ownKnownHosts() {
        return knownHosts.size() > 1;
    }

    /** As text, for the keeper. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("home", absolute(home));
        settings.put("user", user);
        settings.put("ssh-config", absolute(sshConfig));
        settings.put(
                "known-hosts",
                String.join(
                        BETWEEN_PATHS,
                        knownHosts.stream().map(SshChoices::absolute).toList()));
        identity.ifPresent(file -> settings.put("identity", absolute(file)));
        agent.ifPresent(socket -> settings.put("agent", absolute(socket)));
        connectTimeout.ifPresent(limit -> settings.put("connect-timeout", limit.toString()));
        transport.ifPresent(chosen -> settings.put("transport", chosen.name()));
        folder.ifPresent(where -> settings.put("folder", absolute(where)));
        environment.forEach((name, value) -> settings.put(VARIABLE + name, value));
        return settings;
    }

    /** Reads what {@link #settings} wrote. */
    public static SshChoices of(Map<String, String> settings) {
        return new SshChoices(
                path(settings, "home").orElseThrow(),
                settings.getOrDefault("user", ProcessUser.name()),
                path(settings, "ssh-config").orElseThrow(),
                Stream.of(settings.getOrDefault("known-hosts", "").split(BETWEEN_PATHS, -1))
                        .map(Path::of)
                        .toList(),
                path(settings, "identity"),
                path(settings, "agent"),
                Optional.ofNullable(settings.get("connect-timeout")).map(Duration::parse),
                Optional.ofNullable(settings.get("transport")).map(Transport::valueOf),
                path(settings, "folder"),
                settings.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(VARIABLE))
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().substring(VARIABLE.length()), Map.Entry::getValue)));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static Optional<Path> path(Map<String, String> settings, String key) {
        return Optional.ofNullable(settings.get(key)).map(Path::of);
    }
}
