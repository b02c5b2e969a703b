package dev.volta.core.vm;

import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * What makes a guest the machine that it is to be; it gets this before its SSH server does.
 *
 * @param seed random bytes that no other guest gets
 * @param hostKey a private key in OpenSSH's format
 * @param authorizedKeys the content of root's {@code authorized_keys}
 */
public record GuestIdentity(String name, byte[] seed, byte[] hostKey, byte[] authorizedKeys) {
    /** The line that sets a guest's clock. */
    static String time(Instant now) {
        return "TIME %d.%09d".formatted(now.getEpochSecond(), now.getNano());
    }

    /**
     * The lines that tell a guest, the last of which makes it start; the one before gives it its disk. Its random numbers are stirred before any program
     * that needs them runs, and each call has another machine-id.
     *
     * @throws IOException if the host key is none of this format
     */
    List<String> lines(Instant now) throws IOException {
        var base64 = Base64.getEncoder();
        return List.of(
                "NAME " + name,
                "MACHINE-ID " + UUID.randomUUID().toString().replace("-", ""),
                time(now),
                "SEED " + base64.encodeToString(seed),
                "HOST-KEY " + base64.encodeToString(SshKeyPair.secretAndPoint(hostKey)),
                "AUTHORIZED " + base64.encodeToString(authorizedKeys),
                "DISK",
                "START");
    }
}
