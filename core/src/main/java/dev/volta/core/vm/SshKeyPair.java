package dev.volta.core.vm;

import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.RegularFile;
import dev.volta.core.wire.StateFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 key of an SSH server or of whoever logs in, made here so that it is known before the first login.
 *
 * @param privateFile in OpenSSH's format, without a passphrase (PROTOCOL.key of OpenSSH)
 * @param publicKey as it stands in known_hosts: {@code ssh-ed25519 AAAA…}
 */
public record SshKeyPair(byte[] privateFile, String publicKey) {
    private static final String TYPE = "ssh-ed25519";
    private static final String MAGIC = "openssh-key-v1\0";
    private static final String BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
    private static final String END = "\n-----END OPENSSH PRIVATE KEY-----\n";
    private static final int POINT = 32;
    private static final int BLOCK = 8;
    private static final int LINE = 70;

    public static SshKeyPair generate(String comment) {
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

    /** The pair in {@code file}; made, for its owner alone, if there is none. */
    static SshKeyPair in(Path file, String comment) throws IOException {
        if (!Files.exists(file)) {
            StateFolder.makeAbove(file);
            AtomicFile.create(file, generate(comment).privateFile()); // or another process was faster: its pair holds
        }
        return read(RegularFile.readAllBytes(file));
    }

    /** Another one in the place of that in {@code file}. */
    static SshKeyPair anew(Path file, String comment) throws IOException {
        AtomicFile.write(file, generate(comment).privateFile());
        return read(RegularFile.readAllBytes(file));
    }

    /**
     * Whether a file is what a crash leaves of one of this class: nothing, its beginning, or zeros where its end was. It
     * holds no key that anybody could still want.
     */
    static boolean isTorn(byte[] file) {
        var text = new String(file, StandardCharsets.US_ASCII);
        var zeros = text.indexOf('\0');
        var left = zeros < 0 ? text : text.substring(0, zeros);
        return (BEGIN.startsWith(left) || left.startsWith(BEGIN)) && !left.contains(END.strip());
    }

    /**
     * The pair in a file as {@link #generate} writes it.
     *
     * @throws IOException if the file is another
     */
    static SshKeyPair read(byte[] file) throws IOException {
        try (var in = keysIn(file)) {
            var publicBlob = block(in);
            return new SshKeyPair(file, TYPE + " " + Base64.getEncoder().encodeToString(publicBlob));
        }
    }

    /**
     * The 32 secret bytes of a private file as {@link #generate} writes it, and the 32 public ones (RFC 8032).
     *
     * @throws IOException if the file is another
     */
    static byte[] secretAndPoint(byte[] file) throws IOException {
        try (var in = keysIn(file)) {
            skipBlock(in);
            in.skipNBytes(3 * Integer.BYTES); // the length of what follows, and the two numbers that are the same
            skipBlock(in);
            skipBlock(in);
            return block(in);
        }
    }

    /** Where the public key begins; the private one comes behind it. */
    private static DataInputStream keysIn(byte[] file) throws IOException {
        var text = new String(file, StandardCharsets.US_ASCII).strip() + "\n";
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IOException("no private key of OpenSSH");
        }
        var in = new DataInputStream(new ByteArrayInputStream(
                decoded(text.substring(BEGIN.length(), Math.max(BEGIN.length(), text.length() - END.length())))));
        in.skipNBytes(MAGIC.length());
        for (var names = 0; names < 3; names++) {
            skipBlock(in);
        }
        in.skipNBytes(Integer.BYTES);
        return in;
    }

    private static byte[] decoded(String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("no private key of OpenSSH: " + e.getMessage(), e);
        }
    }

    private static void skipBlock(DataInputStream in) throws IOException {
        in.skipNBytes(length(in));
    }

    private static byte[] block(DataInputStream in) throws IOException {
        return in.readNBytes(length(in));
    }

    /** Of what is there: a damaged file may say anything. */
    private static int length(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("no private key of OpenSSH: it is damaged");
        }
        return length;
    }

    private static SshKeyPair of(byte[] secret, byte[] point, String comment) {
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
            out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
            text(out, "none");
            text(out, "none");
            text(out, "");
            out.writeInt(1);
            block(out, publicBlob);
            block(out, privateBlob);
        });
        var base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(file);
        var pem = BEGIN + base64 + END;
        return new SshKeyPair(
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
