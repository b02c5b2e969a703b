package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What all connections of one run share.
 *
 * @param agentSocket where the ssh-agent listens, usually {@code $SSH_AUTH_SOCK}
 * @param maxStarts connections that may be between TCP and login at once; sshd's own {@code MaxStartups 10:30:100} begins
 *     to drop some above 10 to one server, which a retry takes up
 * @param attempts how often a start is tried that the server dropped; refused keys and users are never tried again
 */
public record SshSettings(
        HostKeys hostKeys, Passphrases passphrases, Optional<Path> agentSocket, int maxStarts, int attempts) {
    private static final int MAX_STARTS = 30;
    private static final int ATTEMPTS = 6;

    public SshSettings {
        if (maxStarts < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "at least one start and one attempt, not " + maxStarts + " and " + attempts);
        }
    }

    public static SshSettings with(HostKeys hostKeys) {
        return new SshSettings(hostKeys, Passphrases.NONE, Optional.empty(), MAX_STARTS, ATTEMPTS);
    }

    public SshSettings withPassphrases(Passphrases source) {
        return new SshSettings(hostKeys, source, agentSocket, maxStarts, attempts);
    }

    public SshSettings withAgent(Path socket) {
        return new SshSettings(hostKeys, passphrases, Optional.of(socket), maxStarts, attempts);
    }

    public SshSettings withMaxStarts(int starts) {
        return new SshSettings(hostKeys, passphrases, agentSocket, starts, attempts);
    }

    public SshSettings withAttempts(int tries) {
        return new SshSettings(hostKeys, passphrases, agentSocket, maxStarts, tries);
    }
}
