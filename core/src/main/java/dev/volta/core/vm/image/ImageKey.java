package dev.volta.core.vm.image;

import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** A SHA-256 that grows with whatever determines an image, and names it by its first 64 bits. */
final class ImageKey {
    private static final int DIGITS = 16;

    private final MessageDigest digest = Sha256.digest();

    ImageKey add(String text) {
        digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ImageKey addFile(Path file) throws IOException {
        RegularFile.require(file);
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
        return Sha256.hex(digest).substring(0, DIGITS);
    }

    private static void read(InputStream in, MessageDigest digest) throws IOException {
        new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    }
}
