package dev.volta.core.vm.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 that grows with whatever determines an image, and names it by its first 64 bits. */
final class ImageKey {
    private static final int DIGITS = 16;

    private final MessageDigest digest = sha256();

    ImageKey add(String text) {
        digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ImageKey addFile(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            read(in, digest);
        }
        return this;
    }

    ImageKey addRecipe(Recipe recipe) throws IOException {
        for (var file : recipe.files()) {
            add(recipe.folder().relativize(file).toString()).addFile(file);
        }
        return this;
    }

    /** Ends it. */
    String name() {
        return hex(digest).substring(0, DIGITS);
    }

    /** SHA-256 of a file, in hexadecimal. */
    static String sha256Of(Path file) throws IOException {
        var digest = sha256();
        try (var in = Files.newInputStream(file)) {
            read(in, digest);
        }
        return hex(digest);
    }

    private static void read(InputStream in, MessageDigest digest) throws IOException {
        new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
