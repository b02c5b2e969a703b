package dev.volta.cli.keeper.process;

import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What a file was like, as a text to compare. */
final class FileState {
    private FileState() {}

    /** Its path and the SHA-256 of its content, or that it cannot be read. */
    static String contentOf(Path file) {
        try {
            RegularFile.require(file);
            return file + "#" + Sha256.of(file);
        } catch (NoSuchFileException _) {
            return file + "#none";
        } catch (IOException e) {
            return file + "#" + e;
        }
    }

    /** Its path, inode, size and time of change; private keys are looked at, not read. */
    static String of(Path file) {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return file + "#" + found.fileKey() + "," + found.size() + "," + found.lastModifiedTime();
        } catch (IOException e) {
            return file + "#" + e;
        }
    }
}
