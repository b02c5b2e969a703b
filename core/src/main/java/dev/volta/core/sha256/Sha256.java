package dev.volta.core.sha256;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) in lower-case hexadecimal, as {@code sha256sum} prints it. */
public final class Sha256 {
    private static final int PIECE = 1 << 20;

    private Sha256() {}

    public static String of(byte[] bytes) {
        return hex(digest(), bytes);
    }

    public static String of(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var digest = digest();
            var piece = ByteBuffer.allocate(PIECE);
            while (channel.read(piece) >= 0) {
                digest.update(piece.flip());
                piece.clear();
            }
            return hex(digest);
        }
    }

    /** Of the first {@code length} bytes of {@code file}; fails if there are fewer. */
    public static String of(Path file, long length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var digest = digest();
            var piece = ByteBuffer.allocate(PIECE);
            for (var left = length; left > 0; ) {
                piece.clear().limit((int) Math.min(PIECE, left));
                var n = channel.read(piece);
                if (n < 0) {
                    throw new IOException(file + " became shorter while it was read");
                }
                digest.update(piece.flip());
                left -= n;
            }
            return hex(digest);
        }
    }

    /** What {@code digest} was given so far; it begins anew. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hex(MessageDigest digest, byte[] bytes) {
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    /** A new digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
