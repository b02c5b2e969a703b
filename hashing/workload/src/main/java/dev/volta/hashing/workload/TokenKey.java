package dev.volta.hashing.workload;

import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
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
        Files.createDirectories(file.toAbsolutePath().getParent());
        while (true) {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                draw(file);
            }
            var text = SecretFile.read(file).strip();
            if (text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
                return new TokenKey(HexFormat.of().parseHex(text));
            }
            AtomicFile.delete(file);
        }
    }

    /** It appears whole, and once: of two commands that draw, one has the other's. */
    private static void draw(Path file) throws IOException {
        var drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        AtomicFile.create(file, (HexFormat.of().formatHex(drawn) + "\n").getBytes(StandardCharsets.US_ASCII));
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
