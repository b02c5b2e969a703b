package dev.volta.ssh;

import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * A private key file: whether it is its owner's alone and whether it is encrypted, and its public half beside it. Known are OpenSSH's own format ({@code
 * PROTOCOL.key}: magic {@code openssh-key-v1\0}, then the cipher's name as a string, {@code none} if the key lies
 * open) and the PEM formats.
 */
record KeyFile(Path path) {
    private static final String OPENSSH_BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private static final String OPENSSH_END = "-----END OPENSSH PRIVATE KEY-----";
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
        var text = Files.readString(path, StandardCharsets.ISO_8859_1);
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

    /** The public key's blob from the file {@code *.pub} beside this one, in Base64. */
    Optional<String> publicHalf() {
        var file = Path.of(path + ".pub");
        try {
            var fields = Files.readString(file).strip().split("\\s+", -1);
            return fields.length < 2 ? Optional.empty() : Optional.of(fields[1]);
        } catch (IOException _) {
            return Optional.empty(); // a missing public half is common, and only narrows what the agent may offer
        }
    }
}
