package dev.volta.ssh.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client configuration in the format of ssh_config(5). Understood are Host (with negation), Include, HostName, User,
 * Port, IdentityFile, IdentitiesOnly, ProxyJump, UserKnownHostsFile, ConnectTimeout and ServerAliveInterval, and in
 * their values the tokens {@code %h %p %r %d %n %%} and a leading {@code ~/}. The first value found for a host counts;
 * identity files add up. A Match block is left out with a warning; other keywords do not concern Volta, save those
 * that would lead to another machine, which become warnings of the host.
 */
public final class SshConfig {
    private static final int DEFAULT_PORT = 22;

    /** Keywords that change which machine is reached or who may vouch for it. */
    private static final Set<String> MISSED = Set.of("proxycommand", "hostkeyalias", "certificatefile");

    private final Path home;
    private final List<ConfigReader.Setting> settings;
    private final List<String> warnings;

    private SshConfig(Path home, List<ConfigReader.Setting> settings, List<String> warnings) {
        this.home = home;
        this.settings = settings;
        this.warnings = warnings;
    }

    /** The configuration in {@code file}, empty if it does not exist; {@code home} stands for {@code ~}. */
    public static SshConfig read(Path file, Path home) {
        var reader = new ConfigReader(home);
        if (Files.exists(file)) {
            reader.read(file);
        }
        return new SshConfig(home, reader.settings(), reader.warnings());
    }

    /** A configuration that says nothing. */
    public static SshConfig none() {
        return new SshConfig(Path.of("/"), List.of(), List.of());
    }

    /** One sentence per block that was left out, with file and line. */
    public List<String> warnings() {
        return warnings;
    }

    /** What is said about {@code alias}; {@code user} is who logs in where the configuration names nobody. */
    public HostSettings resolve(String alias, String user) {
        var matching = settings.stream()
                .filter(s -> s.conditions().stream().allMatch(c -> c.match(alias)))
                .map(ConfigReader.Setting::line)
                .toList();
        var port = first(matching, "port").map(SshConfig::port).orElse(null);
        var name = first(matching, "hostname").orElse(null);
        var login = first(matching, "user").map(ConfigLine::value).orElse(null);
        var tokens = new Tokens(alias, alias, port == null ? DEFAULT_PORT : port, login == null ? user : login, home);
        var hostName = name == null ? alias : tokens.expand(name, name.value());
        var all = tokens.withHost(hostName);
        return new HostSettings(
                hostName,
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                Optional.ofNullable(login),
                identityFiles(matching, all),
                first(matching, "identitiesonly").map(SshConfig::yes).orElse(false),
                jumps(first(matching, "proxyjump").orElse(null), all),
                first(matching, "userknownhostsfile")
                        .map(line -> paths(line, all))
                        .orElse(List.of()),
                first(matching, "connecttimeout").map(SshConfig::seconds),
                first(matching, "serveraliveinterval").map(SshConfig::seconds),
                missed(matching));
    }

    private static Optional<ConfigLine> first(List<ConfigLine> lines, String keyword) {
        return lines.stream().filter(line -> line.keyword().equals(keyword)).findFirst();
    }

    private static List<String> missed(List<ConfigLine> lines) {
        return lines.stream()
                .filter(line -> MISSED.contains(line.keyword())
                        && !line.arguments().getFirst().equals("none"))
                .map(line -> line.where() + ": " + line.keyword() + " is not supported")
                .toList();
    }

    private List<Path> identityFiles(List<ConfigLine> lines, Tokens tokens) {
        var files = new LinkedHashSet<Path>();
        for (var line : lines) {
            if (line.keyword().equals("identityfile") && !line.value().equals("none")) {
                files.addAll(paths(line, tokens));
            }
        }
        return List.copyOf(files);
    }

    private List<Path> paths(ConfigLine line, Tokens tokens) {
        var paths = new ArrayList<Path>();
        for (var argument : line.arguments()) {
            if (!argument.equals("none")) {
                paths.add(Tilde.expand(tokens.expand(line, argument), home));
            }
        }
        return paths;
    }

    private static List<String> jumps(@Nullable ConfigLine line, Tokens tokens) {
        if (line == null || line.value().equals("none")) {
            return List.of();
        }
        return List.of(tokens.expand(line, line.value()).split(",", -1));
    }

    private static int port(ConfigLine line) {
        var port = number(line);
        if (port < 1 || port > 65_535) {
            throw new SshConfigException(line.where() + ": a port is 1 to 65535, not " + port);
        }
        return port;
    }

    private static Duration seconds(ConfigLine line) {
        return Duration.ofSeconds(line.value().equals("none") ? 0 : number(line));
    }

    private static int number(ConfigLine line) {
        try {
            return Integer.parseUnsignedInt(line.value());
        } catch (NumberFormatException e) {
            throw new SshConfigException(
                    line.where() + ": '" + line.keyword() + "' takes a number, not '" + line.value() + "'", e);
        }
    }

    private static boolean yes(ConfigLine line) {
        return switch (line.value()) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default ->
                throw new SshConfigException(
                        line.where() + ": '" + line.keyword() + "' is yes or no, not '" + line.value() + "'");
        };
    }
}
