package dev.volta.ssh.hostkeys;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys in a file of ssh_config's RevokedHostKeys: public keys, one a line. The other form, a Key Revocation List, is not
 * read here. As in ssh no key is let through if the file cannot be read.
 */
public record RevokedKeys(Path file, Set<String> keys) {
    private static final byte[] LIST_MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);

    public RevokedKeys {
        keys = Set.copyOf(keys);
    }

    /** Throws {@link UnreadableException} if nobody here can tell which keys the file revokes. */
    public static RevokedKeys read(Path file) {
        try {
            var content = Files.readAllBytes(file);
            if (Arrays.mismatch(content, LIST_MAGIC) == LIST_MAGIC.length) {
                throw new UnreadableException(file + ", of revoked host keys, is a Key Revocation List, which only the"
                        + " system's ssh reads: use 'transport: openssh'");
            }
            return new RevokedKeys(
                    file,
                    RawText.decode(content)
                            .lines()
                            .map(line -> List.of(line.strip().split("\\s+", -1)))
                            .filter(words ->
                                    words.size() > 1 && !words.getFirst().startsWith("#"))
                            .map(words -> words.get(1))
                            .collect(Collectors.toSet()));
        } catch (IOException e) {
            throw new UnreadableException(file + ", of revoked host keys, cannot be read: " + IoReason.of(e)
                    + "; without it ssh connects nowhere either");
        }
    }

    public boolean has(HostKey key) {
        return keys.contains(key.base64());
    }

    /** The file does not tell which keys are revoked. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }
}
