package dev.volta.core.vm;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 key of an SSH server, made here so that it is known before the first login.
 *
 * @param privateFile in OpenSSH's format, without a passphrase (PROTOCOL.key of OpenSSH)
 * @param publicKey as it stands in known_hosts: {@code ssh-ed25519 AAAA…}
 */
public record HostKey(byte[] privateFile, String publicKey) {
    private static final String TYPE = "ssh-ed25519";
    private static final int POINT = 32;
    private static final int BLOCK = 8;
    private static final int LINE = 70;

    public static HostKey generate(String comment) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var encoded = pair.getPublic().getEncoded(); // ends with the point (RFC 8410)
            var point = Arrays.copyOfRange(encoded, encoded.length - POINT, encoded.length);
            var secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return of(secret, point, comment);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HostKey of(byte[] secret, byte[] point, String comment) {
        var publicBlob = bytes(out -> {
            text(out, TYPE);
            block(out, point);
        });
        var privateBlob = bytes(out -> {
            out.writeInt(0); // twice the same, to see whether a passphrase is right
            out.writeInt(0);
            text(out, TYPE);
            block(out, point);
            out.writeInt(secret.length + point.length);
            out.write(secret);
            out.write(point);
            text(out, comment);
            for (var pad = 1; out.size() % BLOCK != 0; pad++) {
                out.write(pad);
            }
        });
        var file = bytes(out -> {
            out.write("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
            text(out, "none");
            text(out, "none");
            text(out, "");
            out.writeInt(1);
            block(out, publicBlob);
            block(out, privateBlob);
        });
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(file);
        var pem = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + base64 + "\n-----END OPENSSH PRIVATE KEY-----\n";
        return new HostKey(
                pem.getBytes(StandardCharsets.US_ASCII),
                TYPE + " " + Base64.getEncoder().encodeToString(publicBlob));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        block(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void block(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }
}
