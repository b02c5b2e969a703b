package dev.volta.ssh.config;

import dev.volta.core.wire.RawText;
import dev.volta.core.wire.RegularFile;
import dev.volta.ssh.text.OpenSshText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Copies of the system's configuration that a file of a user's may include. There ssh takes relative names for those of
 * {@code ~/.ssh}; in the copies each Include names copies, and each line keeps its number.
 */
public final class CopiedConfig {
    private final Includes includes;
    private final Copies copies;

    private CopiedConfig(Includes includes, Copies copies) {
        this.includes = includes;
        this.copies = copies;
    }

    /** Makes a file of {@code content} that stands for {@code original}. */
    public interface Copies {
        Path make(Path original, byte[] content) throws IOException;
    }

    /** The copy of {@code file}, with those of all that it includes. */
    public static Path copy(SshConfigFile file, Path home, Copies copies) throws IOException {
        return new CopiedConfig(Includes.in(file, home), copies).copy(file.path(), 0);
    }

    private Path copy(Path file, int depth) throws IOException {
        if (depth > ConfigReader.MAX_DEPTH) {
            throw new SshConfigException(file + ": Include is nested deeper than " + ConfigReader.MAX_DEPTH + " files");
        }
        var text = new StringBuilder();
        var number = 0;
        for (var line : OpenSshText.lines(RegularFile.readAllBytes(file))) {
            number++;
            var include = include(line, file + ":" + number);
            text.append(include.isPresent() ? named(include.get(), depth) : line)
                    .append('\n');
        }
        return copies.make(file, RawText.encode(text.toString()));
    }

    private String named(ConfigLine include, int depth) throws IOException {
        var names = new ArrayList<Path>();
        for (var file : includes.files(include)) {
            names.add(copy(file, depth + 1));
        }
        return names.isEmpty()
                ? ""
                : "Include " + names.stream().map(Path::toString).collect(Collectors.joining(" "));
    }

    private static Optional<ConfigLine> include(String line, String where) {
        try {
            return ConfigLine.parse(line, where)
                    .filter(parsed -> parsed.option().equals("include"));
        } catch (SshConfigException _) {
            return Optional.empty(); // ssh says what is wrong with it
        }
    }
}
