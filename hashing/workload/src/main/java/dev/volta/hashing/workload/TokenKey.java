package dev.volta.hashing.workload;

import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.KernelLock;
import dev.volta.core.wire.SecretFile;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives everybody a token of their own out of one secret: HMAC-SHA256 (RFC 2104) of the name, in hex. So the tokens of a
 * fleet need not be kept, and are the same whenever they are asked for.
 */
public final class TokenKey implements UnaryOperator<String> {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SecretKeySpec key;

    private TokenKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** A secret that nobody has had before. */
    public static TokenKey random() {
        var drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        return new TokenKey(drawn);
    }

    /**
     * The secret in {@code file}: hex, readable by its owner alone; drawn and written if there is none. One that is damaged
     * is drawn anew: a fleet goes on with the tokens that it has, whatever secret they came of.
     */
    public static TokenKey in(Path file) throws IOException {
        StateFolder.makeAbove(file);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            // It appears whole, and once: of two commands that draw, one has the other's.
            AtomicFile.create(file, drawn());
        }
        var key = read(file);
        return key.isPresent() ? key.get() : mended(file);
    }

    /** The secret in {@code file} for a look, which writes nothing: where there is none, one that nobody has had before. */
    public static TokenKey look(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? read(file).orElseGet(TokenKey::random) : random();
    }

    /** Of two commands that find it damaged, one has what the other has drawn. */
    private static TokenKey mended(Path file) throws IOException {
        var lock = file.resolveSibling(file.getFileName() + ".lock");
        try (var _ = KernelLock.take(lock, PATIENCE, file + " is damaged and cannot be drawn anew")) {
            var key = read(file);
            if (key.isPresent()) {
                return key.get();
            }
            AtomicFile.write(file, drawn());
            return read(file).orElseThrow(() -> new IOException(file + " is damaged again"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /** Empty if it is damaged. */
    private static Optional<TokenKey> read(Path file) throws IOException {
        var text = SecretFile.read(file).strip();
        return text.matches("[0-9a-f]{" + 2 * BYTES + "}")
                ? Optional.of(new TokenKey(HexFormat.of().parseHex(text)))
                : Optional.empty();
    }

    private static byte[] drawn() {
        var drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        return (HexFormat.of().formatHex(drawn) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String apply(String name) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
