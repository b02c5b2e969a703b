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
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final Path folder;
    private final Map<String, String> environment;
    private final List<ConfigReader.Setting> settings;

    private SshConfig(Path home, Path folder, Map<String, String> environment, List<ConfigReader.Setting> settings) {
        this.home = home;
        this.folder = folder.toAbsolutePath();
        this.environment = environment;
        this.settings = settings;
    }

    /** The configuration in {@code file}, empty if it does not exist; {@code home} stands for {@code ~}. */
    public static SshConfig read(Path file, Path home) {
        return read(List.of(SshConfigFile.ofUser(file)), home, Path.of(""), System.getenv());
    }

    /**
     * The configuration in {@code files}, of which those count that exist, the earlier ones first.
     *
     * @param folder relative names of files count from it, other than those of Include
     * @param environment what {@code ${NAME}} stands for
     */
    public static SshConfig read(List<SshConfigFile> files, Path home, Path folder, Map<String, String> environment) {
        var reader = new ConfigReader(home);
        files.stream().filter(file -> Files.exists(file.path())).forEach(reader::read);
        return new SshConfig(home, folder, environment, reader.settings());
    }

    /** A configuration that says nothing. */
    public static SshConfig none() {
        return new SshConfig(Path.of("/"), Path.of("/"), Map.of(), List.of());
    }

    /** The variables of the environment that the configuration may ask for. */
    public List<String> variables() {
        return settings.stream()
                .flatMap(setting -> setting.line().arguments().stream())
                .flatMap(text -> VARIABLE.matcher(text).results().map(found -> found.group(1)))
                .distinct()
                .toList();
    }

    /** Whether files in it, or commands, are named in a way that counts from the folder that it was read for. */
    public boolean isRelative() {
        var names = new RelativeNames(environment);
        return settings.stream()
                .flatMap(setting -> Stream.concat(setting.match().stream(), Stream.of(setting.line())))
                .anyMatch(names::isIn);
    }

    /** What is said about {@code alias}; {@code user} is who logs in where the configuration names nobody. */
    public HostSettings resolve(String alias, String user) {
        return resolve(alias, user, new Meanings(unread -> {
            throw unread;
        }));
    }

    /**
     * The same without what is not understood, for a host that ssh itself connects to, which reads the lines too. Files of
     * host keys are not left out: there ssh is told of those that were read here.
     */
    public HostSettings roughly(String alias, String user) {
        return resolve(alias, user, new Meanings(_ -> {}));
    }

    /** What lines mean; {@code unread} is told of those that mean nothing. */
    private record Meanings(Consumer<SshConfigException> unread) {
        <T> Optional<T> of(Optional<ConfigLine> line, Function<ConfigLine, T> meaning) {
            try {
                return line.map(meaning);
            } catch (SshConfigException e) {
                unread.accept(e);
                return Optional.empty();
            }
        }

        <T> List<T> all(Stream<ConfigLine> lines, Function<ConfigLine, List<T>> meaning) {
            return lines.flatMap(line -> of(Optional.of(line), meaning).stream().flatMap(List::stream))
                    .distinct()
                    .toList();
        }
    }

    private HostSettings resolve(String alias, String user, Meanings meanings) {
        var about = settings.stream().filter(setting -> setting.concerns(alias)).toList();
        var lines = new Lines(about.stream()
                .filter(setting -> setting.match().isEmpty())
                .map(ConfigReader.Setting::line)
                .toList());
        var port = meanings.of(lines.first("port"), SshConfig::port);
        var login = meanings.of(lines.first("user"), SshConfig::user);
        var keyAlias = meanings.of(lines.first("hostkeyalias"), ConfigLine::value); // ssh replaces no tokens in it
        var way = way(lines);
        var jump = way.filter(line -> line.keyword().equals("proxyjump"));
        var named = new PercentTokens(
                alias,
                alias,
                port.orElse(DEFAULT_PORT),
                login.orElse(user),
                keyAlias.orElse(alias),
                meanings.of(jump, ConfigLine::value).orElse(""),
                home,
                environment);
        var hostName = meanings.of(lines.first("hostname"), line -> named.expand(line, line.value()))
                .orElse(alias);
        var tokens = named.withHost(hostName);
        return new HostSettings(
                hostName,
                port.map(OptionalInt::of).orElse(OptionalInt.empty()),
                login,
                keys(lines, tokens, meanings),
                meanings.of(
                                jump,
                                line -> List.of(
                                        tokens.expand(line, line.value()).split(",", -1)))
                        .orElse(List.of()),
                keyAlias,
                knownHosts(lines, tokens),
                meanings.all(lines.first("revokedhostkeys").stream(), line -> paths(line, tokens)),
                waits(lines, meanings),
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
                    .filter(line -> List.of(keywords).contains(line.option()))
                    .findFirst();
        }

        Stream<ConfigLine> each(String keyword) {
            return all.stream().filter(line -> line.option().equals(keyword));
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

    private HostSettings.Keys keys(Lines lines, PercentTokens tokens, Meanings meanings) {
        return new HostSettings.Keys(
                meanings.all(lines.each("identityfile"), line -> paths(line, tokens)),
                lines.first("identityfile").isEmpty(),
                meanings.of(lines.first("identitiesonly"), SshConfig::yes).orElse(false),
                meanings.all(lines.each("certificatefile"), line -> paths(line, tokens)),
                meanings.of(lines.first("identityagent"), line -> agent(line, tokens))
                        .orElse(new AgentChoice.Usual()));
    }

    /** In the names of the system's files ssh replaces nothing. */
    private List<Path> knownHosts(Lines lines, PercentTokens tokens) {
        var own = lines.first("userknownhostsfile").stream().flatMap(line -> paths(line, tokens).stream());
        var system = lines.first("globalknownhostsfile").stream()
                .flatMap(line -> named(line).map(folder::resolve));
        return Stream.concat(own, system).toList();
    }

    private AgentChoice agent(ConfigLine line, PercentTokens tokens) {
        var value = line.value();
        if (value.equals("none")) {
            return new AgentChoice.None();
        }
        if (value.equals("SSH_AUTH_SOCK")) {
            return new AgentChoice.Usual();
        }
        if (value.startsWith("$") && !value.startsWith("${")) {
            return Optional.ofNullable(environment.get(value.substring(1)))
                    .<AgentChoice>map(socket -> new AgentChoice.At(folder.resolve(socket)))
                    .orElse(new AgentChoice.None());
        }
        return new AgentChoice.At(path(line, value, tokens));
    }

    private List<Path> paths(ConfigLine line, PercentTokens tokens) {
        return named(line).map(argument -> path(line, argument, tokens)).toList();
    }

    private Path path(ConfigLine line, String argument, PercentTokens tokens) {
        return folder.resolve(Tilde.expand(line, tokens.expandAll(line, argument), home));
    }

    private static Stream<String> named(ConfigLine line) {
        return line.arguments().stream().filter(argument -> !argument.equalsIgnoreCase("none"));
    }

    private static HostSettings.Waits waits(Lines lines, Meanings meanings) {
        var misses = meanings.of(lines.first("serveralivecountmax"), SshConfig::number);
        return new HostSettings.Waits(
                meanings.of(lines.first("connecttimeout"), SshConfig::seconds),
                meanings.of(lines.first("serveraliveinterval"), SshConfig::seconds),
                misses.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static String user(ConfigLine line) {
        if (line.value().contains("%") || line.value().contains("${")) {
            throw new SshConfigException(line.where() + ": '" + line.keyword() + " " + line.value()
                    + "' means different users in older and newer versions of ssh; write the name in full");
        }
        return line.value();
    }

    private static int port(ConfigLine line) {
        var port = number(line);
        if (port < 1 || port > 65_535) {
            throw new SshConfigException(line.where() + ": a port must be from 1 to 65535, not " + port);
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
