package dev.volta.ssh.config;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.FileLikeItsFolder;
import dev.volta.core.wire.RegularFile;
import dev.volta.core.wire.UnalterableFile;
import dev.volta.ssh.names.HostPatterns;
import dev.volta.ssh.text.OpenSshText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a configuration with everything it includes into settings, each under the conditions that guard it. */
final class ConfigReader {
    /** As in OpenSSH (readconf.c, READCONF_MAX_DEPTH). */
    static final int MAX_DEPTH = 16;

    /**
     * A line that counts for the hosts that all of {@code conditions} match.
     *
     * @param match the block that it stands in, of which nobody here knows whether it counts
     */
    record Setting(List<HostPatterns> conditions, Optional<ConfigLine> match, ConfigLine line) {
        boolean concerns(String alias) {
            return conditions.stream().allMatch(patterns -> patterns.match(alias));
        }
    }

    /** What guards the lines of a file. */
    private record Guard(List<HostPatterns> conditions, Optional<ConfigLine> match) {
        Guard host(HostPatterns patterns) {
            var more = new ArrayList<>(conditions);
            more.add(patterns);
            return new Guard(List.copyOf(more), match);
        }
    }

    private final Path home;
    private final List<Setting> settings = new ArrayList<>();

    ConfigReader(Path home) {
        this.home = home;
    }

    List<Setting> settings() {
        return List.copyOf(settings);
    }

    void read(SshConfigFile file) {
        read(file.path(), Includes.in(file, home), new Guard(List.of(), Optional.empty()), 0);
    }

    private void read(Path file, Includes includes, Guard outer, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SshConfigException(file + ": Include is nested deeper than " + MAX_DEPTH + " files");
        }
        if (depth > 0 || file.equals(home.resolve(".ssh/config"))) {
            refuseIfOthersCanWrite(file);
        }
        var guard = outer;
        var number = 0;
        for (var text : linesOf(file)) {
            number++;
            @Nullable
            ConfigLine line = ConfigLine.parse(text, file + ":" + number).orElse(null);
            if (line == null) {
                continue;
            }
            switch (line.keyword()) {
                case "host" -> guard = outer.host(new HostPatterns(line.arguments()));
                case "match" -> guard = matches(outer, line);
                case "include" -> include(line, includes, guard, depth);
                default -> settings.add(new Setting(guard.conditions(), guard.match(), line));
            }
        }
    }

    private static Guard matches(Guard outer, ConfigLine line) {
        var everything =
                line.arguments().size() == 1 && line.arguments().getFirst().equalsIgnoreCase("all");
        return new Guard(outer.conditions(), everything ? outer.match() : Optional.of(line));
    }

    private void include(ConfigLine line, Includes includes, Guard guard, int depth) {
        for (var file : includes.files(line)) {
            read(file, includes, guard, depth + 1);
        }
    }

    /** As OpenSSH: who can write it can have any program run. A file that was named for this command is the user's choice. */
    private static void refuseIfOthersCanWrite(Path file) {
        try {
            UnalterableFile.objection(file).ifPresent(why -> {
                throw new SshConfigException(
                        "Bad owner or permissions on " + file + ": " + why + "; " + FileLikeItsFolder.remedy(file));
            });
        } catch (IOException e) {
            throw new SshConfigException(file + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    private static List<String> linesOf(Path file) {
        try {
            if (FileKind.of(file) != FileKind.CHARACTER_DEVICE) { // such as /dev/null
                RegularFile.require(file);
            }
            return OpenSshText.lines(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new SshConfigException(file + " cannot be read: " + IoReason.of(e), e);
        }
    }
}
