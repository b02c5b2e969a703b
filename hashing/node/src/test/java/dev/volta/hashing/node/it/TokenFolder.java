package dev.volta.hashing.node.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The folder that the controller's {@code tokens} setting names. Whoever starts a controller makes it; only this user
 * can enter it, and each token is 256 random bits in a file of its own.
 */
public record TokenFolder(Path path) {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final int TOKEN_BYTES = 32;

    /** Makes the folder with a token for clients. */
    public static TokenFolder create(Path path) throws IOException {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(FOLDER));
        Files.createDirectories(path.resolve("workers"), PosixFilePermissions.asFileAttribute(FOLDER));
        TokenFolder folder = new TokenFolder(path);
        write(folder.clientFile());
        return folder;
    }

    /** Makes a token for a worker and returns its file, which the worker's {@code token.file} setting names. */
    public Path addWorker(String id) throws IOException {
        return write(path.resolve("workers").resolve(id));
    }

    public String clientToken() throws IOException {
        return Files.readString(clientFile()).strip();
    }

    private Path clientFile() {
        return path.resolve("client");
    }

    private static Path write(Path file) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        byte[] line = (HexFormat.of().formatHex(token) + "\n").getBytes(StandardCharsets.US_ASCII);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        return Files.write(file, line, StandardOpenOption.WRITE);
    }
}
