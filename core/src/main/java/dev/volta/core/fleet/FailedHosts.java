package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The nodes that the last command did not succeed on, one name per line between a comment with the command and one that
 * marks the end, without which it may have been longer. A command that succeeds everywhere removes the file.
 */
public record FailedHosts(Path file) {
    private static final String END = "# end\n";

    /** Those of {@code nodes} that are in the file. */
    public List<Node> among(List<Node> nodes) {
        try {
            var text = new String(RegularFile.readAllBytes(file), StandardCharsets.UTF_8);
            if (!text.startsWith("#") || !text.endsWith("\n" + END) || text.indexOf('\0') >= 0) {
                throw new PatternException(
                        file + " is incomplete, so it does not tell which nodes are left; remove it, and"
                                + " choose them with -l, or all");
            }
            var names = text.lines()
                    .map(String::strip)
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
            throw new UncheckedIOException("the names of the failed nodes cannot be read: " + IoReason.withFile(e), e);
        }
    }

    /** Keeps {@code nodes} for a resumption of {@code command}; none removes the file. */
    public void keep(String command, List<Node> nodes) {
        try {
            if (nodes.isEmpty()) {
                AtomicFile.delete(file);
                return;
            }
            var names = nodes.stream().map(node -> node.name() + "\n").collect(Collectors.joining());
            var text = "# not done: " + command.replace("\n", " ") + "\n" + names + END;
            AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), AtomicFile.PUBLIC);
        } catch (IOException e) {
            throw new UncheckedIOException("the names of the failed nodes cannot be kept: " + IoReason.withFile(e), e);
        }
    }
}
