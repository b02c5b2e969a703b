package dev.volta.cli.keeper.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a file was like, as a text to compare. */
final class FileState {
    private FileState() {}

    /** Its path and the SHA-256 of its content, or that it cannot be read. */
    static String contentOf(Path file) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return file + "#" + HexFormat.of().formatHex(hash);
        } catch (NoSuchFileException _) {
            return file + "#none";
        } catch (IOException e) {
            return file + "#" + e;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
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
