package dev.volta.core.vm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
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
            Files.createDirectories(file.toAbsolutePath().getParent());
            var made = Files.createTempFile(file.toAbsolutePath().getParent(), ".key", ""); // mode 0600
            try {
                Files.write(made, generate(comment).privateFile());
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException _) {
                // another process was faster: its pair holds
            } finally {
                Files.delete(made);
            }
        }
        return read(Files.readAllBytes(file));
    }

    /**
     * The pair in a file as {@link #generate} writes it.
     *
     * @throws IOException if the file is another
     */
    static SshKeyPair read(byte[] file) throws IOException {
        try (var in = keysIn(file)) {
            var publicBlob = in.readNBytes(in.readInt());
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
            in.skipNBytes(in.readInt());
            in.skipNBytes(3 * Integer.BYTES); // the length of what follows, and the two numbers that are the same
            in.skipNBytes(in.readInt());
            in.skipNBytes(in.readInt());
            return in.readNBytes(in.readInt());
        }
    }

    /** Where the public key begins; the private one comes behind it. */
    private static DataInputStream keysIn(byte[] file) throws IOException {
        var text = new String(file, StandardCharsets.US_ASCII);
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IOException("no private key of OpenSSH");
        }
        var in = new DataInputStream(new ByteArrayInputStream(
                Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()))));
        in.skipNBytes(MAGIC.length());
        for (var names = 0; names < 3; names++) {
            in.skipNBytes(in.readInt());
        }
        in.skipNBytes(Integer.BYTES);
        return in;
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
