package dev.volta.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file or of its beginning, in hexadecimal, as {@code sha256sum} prints it. */
final class ContentHash {
    private static final int PIECE = 1 << 20;

    private ContentHash() {}

    static String of(Path file, long length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var digest = MessageDigest.getInstance("SHA-256");
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
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
