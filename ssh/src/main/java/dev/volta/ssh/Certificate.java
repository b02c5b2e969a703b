package dev.volta.ssh;

import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * User certificates (OpenSSH's file PROTOCOL.certkeys): a type that ends in {@value #SUFFIX}, a nonce, and the fields of the
 * public key, which are one for ed25519, two for RSA (e, n) and ECDSA (curve, point).
 */
final class Certificate {
    static final String SUFFIX = "-cert-v01@openssh.com";

    private Certificate() {}

    /** The blob, in Base64, of the public key that the certificate in {@code file} is for. */
    static Optional<String> keyOf(Path file) {
        return blobOf(file).flatMap(Certificate::keyIn);
    }

    /** The blob in {@code file}; empty if there is none that can be read. */
    static Optional<byte[]> blobOf(Path file) {
        try {
            var words = new String(RegularFile.readAllBytes(file), StandardCharsets.UTF_8)
                    .strip()
                    .split("\\s+", -1);
            return words.length < 2
                    ? Optional.empty()
                    : Optional.of(Base64.getDecoder().decode(words[1]));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The same of a certificate's blob. */
    static Optional<String> keyIn(byte[] certificate) {
        try {
            var in = ByteBuffer.wrap(certificate);
            var type = new String(field(in), StandardCharsets.US_ASCII);
            if (!type.endsWith(SUFFIX)) {
                return Optional.empty();
            }
            var plain = type.substring(0, type.length() - SUFFIX.length());
            field(in); // the nonce
            var fields = plain.equals("ssh-ed25519") ? 1 : 2;
            var start = in.position();
            for (var i = 0; i < fields; i++) {
                field(in);
            }
            var name = plain.getBytes(StandardCharsets.US_ASCII);
            var key = ByteBuffer.allocate(Integer.BYTES + name.length + in.position() - start)
                    .putInt(name.length)
                    .put(name)
                    .put(certificate, start, in.position() - start);
            return Optional.of(Base64.getEncoder().encodeToString(key.array()));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] field(ByteBuffer in) {
        var length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a field of " + length + " bytes");
        }
        var field = new byte[length];
        in.get(field);
        return field;
    }
}
