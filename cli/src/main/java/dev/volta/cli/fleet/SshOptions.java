package dev.volta.cli.fleet;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Transport;
import dev.volta.core.wire.ProcessUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Says how nodes are reached over SSH. */
public final class SshOptions {
    private static final Path HOME = ProcessUser.home();

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = Time.class,
            description =
                    "Time limit for connecting and, separately, for the server's greeting (default: 10s and" + " 15s).")
    private @Nullable Duration connectTimeout;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "The private key to log in with (default: from ~/.ssh/config, or ~/.ssh/id_*).")
    private @Nullable Path identity;

    @Option(names = "--ssh-config", paramLabel = "FILE", description = "Read this file instead of ~/.ssh/config.")
    private Path sshConfig = HOME.resolve(".ssh/config");

    private @Nullable Path settledConfig;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Pinned host keys (default: .volta/known_hosts, and the files that ssh reads).")
    private @Nullable Path knownHosts;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            converter = Carrier.class,
            description = "SSH transport: builtin, or openssh, the system's ssh (default: as in the description).")
    private @Nullable Transport transport;

    Optional<Transport> transport() {
        return Optional.ofNullable(transport);
    }

    Optional<Duration> connectTimeout() {
        return Optional.ofNullable(connectTimeout);
    }

    Optional<Path> identity() {
        return Optional.ofNullable(identity);
    }

    Path sshConfig() {
        if (settledConfig == null) {
            settledConfig = PipedConfig.settled(sshConfig, System.getenv());
        }
        return settledConfig;
    }

    Path home() {
        return HOME;
    }

    /** Fails if a file of pins was named that is not there: no node could be told from another by it. */
    void requirePins() {
        if (knownHosts != null && Files.notExists(knownHosts)) {
            throw new ConfigurationException(List.of(Problem.suggested(
                    new Origin.ByOption("--known-hosts"),
                    "",
                    "there is no file " + knownHosts,
                    "check the path, or create it with volta trust --known-hosts " + knownHosts)));
        }
    }

    /** Where pins are written. */
    Path pins(Path state) {
        return knownHosts == null ? state.resolve("known_hosts") : knownHosts;
    }

    /** Where pins are only read. */
    List<Path> morePins() {
        return knownHosts == null
                ? List.of(HOME.resolve(".ssh/known_hosts"), Path.of("/etc/ssh/ssh_known_hosts"))
                : List.of();
    }

    /** Reads a transport as configuration files write it. */
    public static final class Carrier implements ITypeConverter<Transport> {
        @Override
        public Transport convert(String text) {
            return Arrays.stream(Transport.values())
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("a transport is builtin or openssh, not '" + text + "'"));
        }
    }

    /** Reads a time as configuration files write it. */
    public static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationFormat.parse(text);
            } catch (BadValueException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
