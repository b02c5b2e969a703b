package dev.volta.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.volta.core.wire.ProcessUser;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A private key file: whether it is its owner's alone and whether it is encrypted, and its public half beside it. Known are OpenSSH's own format ({@code
 * PROTOCOL.key}: magic {@code openssh-key-v1\0}, then the cipher's name as a string, {@code none} if the key lies
 * open) and the PEM formats.
 */
record KeyFile(Path path) {
    private static final String OPENSSH_BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String OPENSSH_END = "-----END OPENSSH PRIVATE KEY-----";
    private static final Pattern PUBLIC_TYPE = Pattern.compile("(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+");
    private static final int MAGIC_BYTES = "openssh-key-v1\0".length();
    private static final int OTHERS = 077;

    /**
     * Whether others than its owner have any permission on the file. As in OpenSSH (authfile.c, {@code sshkey_perm_ok}) that
     * does not matter for a file of somebody else, such as root's, whose group may be meant to read it.
     */
    boolean isTooOpen() throws IOException {
        var found = Files.readAttributes(path, "unix:uid,mode");
        return found.get("uid") instanceof Integer uid
                && uid == ProcessUser.uid()
                && found.get("mode") instanceof Integer mode
                && (mode & OTHERS) != 0;
    }

    boolean encrypted() throws IOException {
        var text = text(path);
        var begin = text.indexOf(OPENSSH_BEGIN);
        var end = text.indexOf(OPENSSH_END);
        if (begin < 0 || end < begin) {
            return text.contains("Proc-Type: 4,ENCRYPTED") || text.contains("BEGIN ENCRYPTED PRIVATE KEY");
        }
        var bytes = Base64.getMimeDecoder().decode(text.substring(begin + OPENSSH_BEGIN.length(), end));
        if (bytes.length < MAGIC_BYTES + Integer.BYTES) {
            throw new IOException("the key is cut short");
        }
        var length = ByteBuffer.wrap(bytes, MAGIC_BYTES, Integer.BYTES).getInt();
        var none = "none".getBytes(StandardCharsets.US_ASCII);
        return length != none.length
                || !ByteBuffer.wrap(bytes, MAGIC_BYTES + Integer.BYTES, length).equals(ByteBuffer.wrap(none));
    }

    boolean opensWith(String passphrase) {
        try {
            return KeyPair.load(new JSch(), path.toString()).decrypt(passphrase.getBytes(StandardCharsets.UTF_8));
        } catch (JSchException _) {
            return false;
        }
    }

    /** Whether this is the public half itself, as IdentityFile may name it for a key that the agent has. */
    boolean isPublic() throws IOException {
        return blobIn(path).isPresent() && !text(path).contains("PRIVATE KEY");
    }

    /** Whether its public half is that of a key that a FIDO token holds. */
    boolean isSecurityKey() {
        return publicHalf()
                .map(half -> new String(Base64.getDecoder().decode(half), StandardCharsets.ISO_8859_1))
                .filter(blob -> blob.startsWith("sk-", Integer.BYTES))
                .isPresent();
    }

    /** The certificate in the file {@code *-cert.pub} beside this one. */
    Optional<Path> certificate() {
        var name = path.toString();
        var plain = name.endsWith(".pub") ? name.substring(0, name.length() - ".pub".length()) : name;
        return Optional.of(Path.of(plain + "-cert.pub")).filter(Files::exists);
    }

    /** The public key's blob, in Base64: from the file {@code *.pub} beside this one, or from this one if it is public. */
    Optional<String> publicHalf() {
        try {
            var beside = blobIn(Path.of(path + ".pub"));
            return beside.isPresent() ? beside : blobIn(path);
        } catch (IOException _) {
            return Optional.empty(); // a missing public half is common, and only narrows what the agent may offer
        }
    }

    private static Optional<String> blobIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var fields = text(file).strip().split("\\s+", 3);
        return fields.length > 1 && PUBLIC_TYPE.matcher(fields[0]).matches()
                ? Optional.of(fields[1]).filter(KeyFile::isBase64)
                : Optional.empty();
    }

    private static String text(Path file) throws IOException {
        return new String(RegularFile.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > Integer.BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
