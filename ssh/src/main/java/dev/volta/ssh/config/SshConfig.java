package dev.volta.ssh.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A client configuration in the format of ssh_config(5). Understood are Host (with negation), Include, {@code Match all},
 * HostName, User, Port, IdentityFile, IdentitiesOnly, IdentityAgent, CertificateFile, ProxyJump, HostKeyAlias,
 * UserKnownHostsFile, GlobalKnownHostsFile, RevokedHostKeys, ConnectTimeout, ServerAliveInterval and ServerAliveCountMax. The
 * first value found for a host counts; identity and certificate files add up. Other keywords do not concern Volta, save those
 * that decide which host is reached or who is trusted: they become refusals of the host ({@link Unfollowed}), and those that
 * ssh does not know either, which become refusals of every host.
 */
public final class SshConfig {
    private static final int DEFAULT_PORT = 22;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

    private static final Pattern TIME = Pattern.compile("(\\d{1,7}[smhdwSMHDW]?)+");
    private static final Pattern PART_OF_TIME = Pattern.compile("(\\d+)([a-zA-Z]?)");
    private static final Map<String, Duration> UNITS = Map.of(
            "", Duration.ofSeconds(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private final Path home;
    private final Map<String, String> environment;
    private final List<ConfigReader.Setting> settings;

    private SshConfig(Path home, Map<String, String> environment, List<ConfigReader.Setting> settings) {
        this.home = home;
        this.environment = environment;
        this.settings = settings;
    }

    /** The configuration in {@code file}, empty if it does not exist; {@code home} stands for {@code ~}. */
    public static SshConfig read(Path file, Path home) {
        return read(List.of(file), home, System.getenv());
    }

    /**
     * The configuration in {@code files}, of which those count that exist, the earlier ones first.
     *
     * @param environment what {@code ${NAME}} stands for
     */
    public static SshConfig read(List<Path> files, Path home, Map<String, String> environment) {
        var reader = new ConfigReader(home);
        for (var file : files) {
            if (Files.exists(file)) {
                // Names in the system's own file count from beside it, all others from the user's folder.
                var system = file.startsWith("/etc/ssh") ? Path.of("/etc/ssh") : home.resolve(".ssh");
                reader.read(file, system);
            }
        }
        return new SshConfig(home, environment, reader.settings());
    }

    /** A configuration that says nothing. */
    public static SshConfig none() {
        return new SshConfig(Path.of("/"), Map.of(), List.of());
    }

    /** The variables of the environment that the configuration may ask for. */
    public List<String> variables() {
        return settings.stream()
                .flatMap(setting -> setting.line().arguments().stream())
                .flatMap(text -> VARIABLE.matcher(text).results().map(found -> found.group(1)))
                .distinct()
                .toList();
    }

    /** What is said about {@code alias}; {@code user} is who logs in where the configuration names nobody. */
    public HostSettings resolve(String alias, String user) {
        var about = settings.stream().filter(setting -> setting.concerns(alias)).toList();
        var lines = new Lines(about.stream()
                .filter(setting -> setting.match().isEmpty())
                .map(ConfigReader.Setting::line)
                .toList());
        var port = lines.first("port").map(SshConfig::port);
        var login = lines.first("user").map(ConfigLine::value);
        var keyAlias = lines.first("hostkeyalias");
        var way = way(lines);
        var jump = way.filter(line -> line.keyword().equals("proxyjump"));
        var named = new Tokens(
                alias,
                alias,
                port.orElse(DEFAULT_PORT),
                login.orElse(user),
                keyAlias.map(ConfigLine::value).orElse(alias),
                jump.map(ConfigLine::value).orElse(""),
                home,
                environment);
        var hostName = lines.first("hostname")
                .map(line -> named.expand(line, line.value()))
                .orElse(alias);
        var tokens = named.withHost(hostName);
        return new HostSettings(
                hostName,
                port.map(OptionalInt::of).orElse(OptionalInt.empty()),
                login,
                keys(lines, tokens),
                jump.map(line -> List.of(tokens.expand(line, line.value()).split(",", -1)))
                        .orElse(List.of()),
                keyAlias.map(line -> tokens.expand(line, line.value())),
                Stream.of("userknownhostsfile", "globalknownhostsfile")
                        .flatMap(keyword -> lines.first(keyword).stream())
                        .flatMap(line -> paths(line, tokens).stream())
                        .toList(),
                lines.first("revokedhostkeys").map(line -> paths(line, tokens)).orElse(List.of()),
                waits(lines),
                Stream.concat(unknown(alias), refusals(about, lines, way).stream())
                        .toList());
    }

    /**
     * What to say of unknown keywords. As in ssh those of other hosts matter too, and IgnoreUnknown counts from its line on for
     * the hosts that it is said for.
     */
    private Stream<String> unknown(String alias) {
        var ignored = Optional.<ConfigLine>empty();
        var found = new ArrayList<String>();
        for (var setting : settings) {
            var line = setting.line();
            if (line.keyword().equals("ignoreunknown")) {
                ignored = ignored.or(() -> Optional.of(line).filter(_ -> setting.concerns(alias)));
            } else if (!Keywords.isKnown(line.keyword())
                    && ignored.filter(patterns -> Keywords.covers(patterns, line.keyword()))
                            .isEmpty()) {
                found.add(Keywords.unknown(line));
            }
        }
        return found.stream();
    }

    /** Of ProxyJump and ProxyCommand the first counts, also if it says none; but no jump leaves a command to be followed. */
    private static Optional<ConfigLine> way(Lines lines) {
        return lines.first("proxyjump", "proxycommand")
                .flatMap(first -> first.keyword().equals("proxyjump") && first.isNone()
                        ? lines.first("proxycommand")
                        : Optional.of(first))
                .filter(line -> !line.isNone());
    }

    /** The lines that count for a host. */
    private record Lines(List<ConfigLine> all) {
        Optional<ConfigLine> first(String... keywords) {
            return all.stream()
                    .filter(line -> List.of(keywords).contains(line.keyword()))
                    .findFirst();
        }

        Stream<ConfigLine> each(String keyword) {
            return all.stream().filter(line -> line.keyword().equals(keyword));
        }
    }

    /** @param way of ProxyJump and ProxyCommand the line that counts */
    private static List<String> refusals(List<ConfigReader.Setting> about, Lines lines, Optional<ConfigLine> way) {
        var refusals = new ArrayList<String>();
        for (var keyword : Unfollowed.keywords()) {
            var line = keyword.equals("proxycommand")
                    ? way.filter(first -> first.keyword().equals(keyword))
                    : lines.first(keyword);
            line.flatMap(Unfollowed::objection).ifPresent(refusals::add);
        }
        var blocks = new LinkedHashSet<ConfigLine>();
        for (var setting : about) {
            setting.match()
                    .filter(_ -> Unfollowed.decides(setting.line()))
                    .filter(blocks::add)
                    .ifPresent(match -> refusals.add(Unfollowed.match(match, setting.line())));
        }
        return List.copyOf(refusals);
    }

    private HostSettings.Keys keys(Lines lines, Tokens tokens) {
        return new HostSettings.Keys(
                files(lines.each("identityfile"), tokens),
                lines.first("identitiesonly").map(SshConfig::yes).orElse(false),
                files(lines.each("certificatefile"), tokens),
                lines.first("identityagent").map(line -> agent(line, tokens)).orElse(new AgentChoice.Usual()));
    }

    private AgentChoice agent(ConfigLine line, Tokens tokens) {
        var value = line.value();
        if (value.equals("none")) {
            return new AgentChoice.None();
        }
        if (value.equals("SSH_AUTH_SOCK")) {
            return new AgentChoice.Usual();
        }
        if (value.startsWith("$") && !value.startsWith("${")) {
            return Optional.ofNullable(environment.get(value.substring(1)))
                    .<AgentChoice>map(socket -> new AgentChoice.At(Path.of(socket)))
                    .orElse(new AgentChoice.None());
        }
        return new AgentChoice.At(Tilde.expand(line, tokens.expandAll(line, value), home));
    }

    private List<Path> files(Stream<ConfigLine> lines, Tokens tokens) {
        return lines.flatMap(line -> paths(line, tokens).stream()).distinct().toList();
    }

    private List<Path> paths(ConfigLine line, Tokens tokens) {
        return line.arguments().stream()
                .filter(argument -> !argument.equalsIgnoreCase("none"))
                .map(argument -> Tilde.expand(line, tokens.expandAll(line, argument), home))
                .toList();
    }

    private static HostSettings.Waits waits(Lines lines) {
        var misses = lines.first("serveralivecountmax").map(SshConfig::number);
        return new HostSettings.Waits(
                lines.first("connecttimeout").map(SshConfig::seconds),
                lines.first("serveraliveinterval").map(SshConfig::seconds),
                misses.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static int port(ConfigLine line) {
        var port = number(line);
        if (port < 1 || port > 65_535) {
            throw new SshConfigException(line.where() + ": a port is 1 to 65535, not " + port);
        }
        return port;
    }

    /** A time as in sshd_config(5), section TIME FORMATS: {@code 90}, {@code 1m30s}. */
    private static Duration seconds(ConfigLine line) {
        if (line.isNone()) {
            return Duration.ZERO;
        }
        if (!TIME.matcher(line.value()).matches()) {
            throw new SshConfigException(
                    line.where() + ": '" + line.keyword() + "' takes a time, not '" + line.value() + "'");
        }
        return PART_OF_TIME
                .matcher(line.value())
                .results()
                .map(part -> UNITS.getOrDefault(part.group(2).toLowerCase(Locale.ROOT), Duration.ZERO)
                        .multipliedBy(Long.parseLong(part.group(1))))
                .reduce(Duration.ZERO, Duration::plus);
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
        return switch (line.value().toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default ->
                throw new SshConfigException(
                        line.where() + ": '" + line.keyword() + "' is yes or no, not '" + line.value() + "'");
        };
    }
}
