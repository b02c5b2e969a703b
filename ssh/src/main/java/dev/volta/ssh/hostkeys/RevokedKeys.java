package dev.volta.ssh.hostkeys;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.RawText;
import dev.volta.core.wire.RegularFile;
import dev.volta.ssh.text.OpenSshText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The keys in a file of ssh_config's RevokedHostKeys: public keys, one a line. The other form, a Key Revocation List, is not
 * read here. As in ssh no key is let through if the file, or a line of it, cannot be read.
 */
public record RevokedKeys(Path file, Set<HostKey> keys) {
    private static final byte[] LIST_MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);

    public RevokedKeys {
        keys = Set.copyOf(keys);
    }

    /** Throws {@link UnreadableException} if nobody here can tell which keys the file revokes. */
    public static RevokedKeys read(Path file) {
        try {
            var content = RegularFile.readAllBytes(file);
            if (Arrays.mismatch(content, LIST_MAGIC) == LIST_MAGIC.length) {
                throw new UnreadableException(file + ", of revoked host keys, is a Key Revocation List, which only the"
                        + " system's ssh reads: use 'transport: openssh'");
            }
            var keys = new HashSet<HostKey>();
            for (var line : OpenSshText.lines(content).stream()
                    .map(OpenSshText::content)
                    .toList()) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    keys.add(key(file, line));
                }
            }
            return new RevokedKeys(file, keys);
        } catch (IOException e) {
            throw new UnreadableException(file + ", of revoked host keys, cannot be read: " + IoReason.of(e)
                    + "; ssh refuses to connect in that case too");
        }
    }

    private static HostKey key(Path file, String line) {
        try {
            var words = OpenSshText.words(line, 3);
            if (words.size() > 1) {
                return HostKey.of(new HostKey(words.get(0), words.get(1)).blob());
            }
        } catch (IllegalArgumentException _) {
            // told below
        }
        throw new UnreadableException(file + ", of revoked host keys, has a line that is not a public key: '"
                + RawText.printableLine(line) + "'; ssh refuses to connect in that case too");
    }

    public boolean has(HostKey key) {
        return keys.contains(key);
    }

    /** The file does not tell which keys are revoked. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }
}
