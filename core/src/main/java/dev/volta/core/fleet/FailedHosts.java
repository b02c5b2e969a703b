package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The nodes that the last command did not succeed on, one name per line under a comment with the command. A command that
 * succeeds everywhere removes the file.
 */
public record FailedHosts(Path file) {
    /** Those of {@code nodes} that are in the file. */
    public List<Node> among(List<Node> nodes) {
        try (var lines = Files.lines(file)) {
            var names = lines.map(String::strip)
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toSet());
            var failed = nodes.stream()
                    .filter(node -> names.contains(node.name().value()))
                    .toList();
            if (failed.isEmpty()) {
                throw new PatternException("none of the chosen nodes is in " + file + "; there is nothing to resume");
            }
            return failed;
        } catch (NoSuchFileException _) {
            throw new PatternException(
                    "there is no " + file + ": the last command succeeded everywhere, or there was none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps {@code nodes} for a resumption of {@code command}; none removes the file. */
    public void keep(String command, List<Node> nodes) {
        try {
            if (nodes.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            var fresh = file.resolveSibling(
                    file.getFileName() + "." + ProcessHandle.current().pid());
            var names = nodes.stream().map(node -> node.name() + "\n").collect(Collectors.joining());
            Files.writeString(fresh, "# not done: " + command.replace("\n", " ") + "\n" + names);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the names of the failed nodes cannot be kept: " + e.getMessage(), e);
        }
    }
}
