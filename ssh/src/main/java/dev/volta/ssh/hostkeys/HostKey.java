package dev.volta.ssh.hostkeys;

import dev.volta.core.sha256.Sha256;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A server's public key.
 *
 * @param algorithm the key's type, such as {@code ssh-ed25519}
 * @param base64 the key blob of RFC 4253 section 6.6 (a string that names the type, then its numbers), in Base64
 */
public record HostKey(String algorithm, String base64) {
    public HostKey {
        var named = algorithmIn(Base64.getDecoder().decode(base64));
        if (!named.equals(algorithm)) {
            throw new IllegalArgumentException("the key says it is '" + named + "', not '" + algorithm + "'");
        }
    }

    /** The key in wire form {@code blob}; {@link IllegalArgumentException} if it is none. */
    public static HostKey of(byte[] blob) {
        return new HostKey(algorithmIn(blob), Base64.getEncoder().encodeToString(blob));
    }

    public byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }

    /** As {@code ssh-keygen -l} shows it: {@code SHA256:} and the unpadded Base64 of the blob's hash. */
    public String fingerprint() {
        var hash = Sha256.digest().digest(blob());
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    }

    @Override
    public String toString() {
        return fingerprint() + " (" + algorithm + ")";
    }

    private static String algorithmIn(byte[] blob) {
        try {
            var buffer = ByteBuffer.wrap(blob);
            var length = buffer.getInt();
            if (length < 1 || length > buffer.remaining()) {
                throw new IllegalArgumentException("not an SSH public key: its type is " + length + " bytes long");
            }
            return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("not an SSH public key: it has " + blob.length + " bytes", e);
        }
    }
}
