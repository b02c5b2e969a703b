package dev.volta.core.fleet;

import dev.volta.core.remote.IoReason;
import dev.volta.core.sha256.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one node, kept to be shown later: the first {@link #IN_MEMORY} bytes in memory, more in a temporary file,
 * and what is beyond {@link #LIMIT} not at all but for its hash and its length.
 */
public final class KeptOutput implements AutoCloseable {
    static final int IN_MEMORY = 16 << 10;
    static final int LIMIT = 16 << 20;

    private final MessageDigest digest = Sha256.digest();
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream spill;
    private long total;
    private @Nullable String identity;

    void take(ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        var piece = new byte[(int) Math.min(bytes.remaining(), Math.max(0, LIMIT - total))];
        total += bytes.remaining();
        bytes.get(piece);
        bytes.position(bytes.limit());
        try {
            if (spill == null && memory.size() + piece.length > IN_MEMORY) {
                file = Files.createTempFile("volta-output-", ""); // mode 0600
                spill = Files.newOutputStream(file);
                memory.writeTo(spill);
                memory.reset();
            }
            (spill == null ? memory : spill).write(piece);
        } catch (IOException e) {
            throw new UncheckedIOException("what a node prints cannot be kept: " + IoReason.withFile(e), e);
        }
    }

    /** The same for two streams exactly if they are the same to the last byte. Nothing comes after this is asked. */
    String identity() {
        if (identity == null) {
            seal();
            identity = HexFormat.of().formatHex(digest.digest());
        }
        return identity;
    }

    public boolean isEmpty() {
        return total == 0;
    }

    /** Bytes that came and are not kept. */
    public long cut() {
        return Math.max(0, total - LIMIT);
    }

    /** The kept bytes. Nothing comes after this. */
    public InputStream open() throws IOException {
        seal();
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
    }

    /** A thousand nodes must not hold a thousand files open. */
    private void seal() {
        try {
            if (spill != null) {
                spill.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        seal();
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
