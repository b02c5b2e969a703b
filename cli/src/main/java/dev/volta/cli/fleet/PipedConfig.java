package dev.volta.cli.fleet;

import dev.volta.core.remote.IoReason;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An ssh configuration that a shell passes on as a pipe, {@code <(...)}. It can be read once, and by this process alone, but
 * a keeper and the system's ssh read it too: they get a private file of the same content, whose name tells what is in it.
 */
final class PipedConfig {
    private static final List<Path> PIPES = List.of(Path.of("/dev"), Path.of("/proc"));
    private static final int DIGITS = 16;

    private PipedConfig() {}

    /** {@code file}, or the file that has the content of this pipe. */
    static Path settled(Path file, Map<String, String> environment) {
        try {
            return isPipe(file) ? copy(file, environment) : file;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the ssh configuration " + file + " cannot be copied for ssh: " + IoReason.withFile(e)
                            + "; write it to a file and name that",
                    e);
        }
    }

    private static boolean isPipe(Path file) throws IOException {
        try {
            return PIPES.stream().anyMatch(file.toAbsolutePath()::startsWith) && FileKind.of(file) == FileKind.FIFO;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static Path copy(Path pipe, Map<String, String> environment) throws IOException {
        var content = Files.readAllBytes(pipe);
        var name = "piped-ssh-config-" + Sha256.of(content).substring(0, DIGITS);
        var copy = RuntimeFolder.of(environment).make().resolve(name);
        AtomicFile.write(copy, content);
        return copy;
    }
}
