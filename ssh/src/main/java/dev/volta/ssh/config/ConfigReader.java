package dev.volta.ssh.config;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.RawText;
import dev.volta.core.wire.UnalterableFile;
import dev.volta.ssh.names.HostPatterns;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a configuration with everything it includes into settings, each under the conditions that guard it. */
final class ConfigReader {
    /** As in OpenSSH (readconf.c, READCONF_MAX_DEPTH). */
    private static final int MAX_DEPTH = 16;

    /** A line that counts for the hosts that all of {@code conditions} match. */
    record Setting(List<HostPatterns> conditions, ConfigLine line) {}

    private final Path home;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    ConfigReader(Path home) {
        this.home = home;
    }

    List<Setting> settings() {
        return List.copyOf(settings);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void read(Path file) {
        read(file, List.of(), 0);
    }

    private void read(Path file, List<HostPatterns> outer, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SshConfigException(file + ": Include is nested deeper than " + MAX_DEPTH + " files");
        }
        if (depth > 0 || file.equals(home.resolve(".ssh/config"))) {
            refuseIfOthersCanWrite(file);
        }
        var conditions = outer;
        var skipping = false;
        var number = 0;
        for (var text : linesOf(file)) {
            number++;
            @Nullable
            ConfigLine line = ConfigLine.parse(text, file + ":" + number).orElse(null);
            if (line == null) {
                continue;
            }
            switch (line.keyword()) {
                case "host" -> {
                    conditions = new ArrayList<>(outer);
                    conditions.add(new HostPatterns(line.arguments()));
                    skipping = false;
                }
                case "match" -> {
                    warnings.add(line.where() + ": Match is not supported; what follows it is left out"
                            + " up to the next Host");
                    skipping = true;
                }
                case "include" -> {
                    if (!skipping) {
                        include(line, conditions, depth);
                    }
                }
                default -> {
                    if (!skipping) {
                        settings.add(new Setting(List.copyOf(conditions), line));
                    }
                }
            }
        }
    }

    private void include(ConfigLine line, List<HostPatterns> conditions, int depth) {
        for (var argument : line.arguments()) {
            for (var file : filesNamed(argument)) {
                read(file, conditions, depth + 1);
            }
        }
    }

    /** A relative name counts from {@code ~/.ssh}; names that match nothing are no error, as in OpenSSH. */
    private List<Path> filesNamed(String argument) {
        var path = Tilde.expand(argument, home);
        var absolute = path.isAbsolute() ? path : home.resolve(".ssh").resolve(path);
        @Nullable Path folder = absolute.getParent();
        @Nullable Path name = absolute.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        try (var children = Files.list(folder)) {
            return children.filter(child -> Files.isRegularFile(child) && matcher.matches(child.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SshConfigException(folder + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** As OpenSSH: who can write it can have any program run. A file that was named for this command is the user's choice. */
    private static void refuseIfOthersCanWrite(Path file) {
        try {
            UnalterableFile.objection(file).ifPresent(why -> {
                throw new SshConfigException("Bad owner or permissions on " + file + ": " + why
                        + "; if nobody has changed it, make it yours: chown \"$(id -u)\", chmod go-w");
            });
        } catch (IOException e) {
            throw new SshConfigException(file + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static List<String> linesOf(Path file) {
        try {
            return RawText.decode(Files.readAllBytes(file)).lines().toList();
        } catch (IOException e) {
            throw new SshConfigException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
