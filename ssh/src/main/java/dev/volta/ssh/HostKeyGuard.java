package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeyVerdict;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.hostkeys.RevokedKeys;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds a server's key against the pinned ones, for one connection. */
final class HostKeyGuard {
    /** Signatures by SHA-1, which proves nothing any more; OpenSSH does not take them either. */
    private static final Set<String> BROKEN =
            Set.of("ssh-rsa", "ssh-dss", "ssh-rsa-cert-v01@openssh.com", "ssh-dss-cert-v01@openssh.com");

    private final SshTarget target;
    private final HostKeys pinned;
    private volatile Optional<SshException> refusal = Optional.empty();
    private volatile Optional<HostKey> presented = Optional.empty();

    HostKeyGuard(SshTarget target, HostKeys pinned) {
        this.target = target;
        this.pinned = pinsOf(target, pinned);
    }

    /** The keys {@code pinned} for all, with those in the files of {@code target}'s own. */
    static HostKeys pinsOf(SshTarget target, HostKeys pinned) {
        try {
            return pinned.with(target.options().knownHosts());
        } catch (UncheckedIOException e) {
            throw refusal(target, String.valueOf(e.getMessage()));
        }
    }

    boolean admits(HostKey key) {
        presented = Optional.of(key);
        refusal = revocation(key).or(() -> judgement(key));
        return refusal.isEmpty();
    }

    private Optional<SshException> revocation(HostKey key) {
        try {
            return target.options().revokedKeys().stream()
                    .map(RevokedKeys::read)
                    .filter(revoked -> revoked.has(key))
                    .map(revoked ->
                            revoked(target, key.toString(), revoked.file().toString()))
                    .findFirst();
        } catch (RevokedKeys.UnreadableException e) {
            return Optional.of(refusal(target, String.valueOf(e.getMessage())));
        }
    }

    private Optional<SshException> judgement(HostKey key) {
        return switch (pinned.judge(target.keyHost(), target.keyPort(), key)) {
            case HostKeyVerdict.Trusted() -> Optional.empty();
            case HostKeyVerdict.Unknown() -> Optional.of(unknown(target, key.toString()));
            case HostKeyVerdict.Changed changed -> Optional.of(changed(target, key.toString(), changed));
            case HostKeyVerdict.Revoked(var where) -> Optional.of(revoked(target, key.toString(), where));
        };
    }

    /** @param key fingerprint and type of the key that was presented */
    static SshException unknown(SshTarget target, String key) {
        return refusal(
                target,
                "the host key " + key + " is not known; compare it with the node's own (ssh-keygen -lf"
                        + " /etc/ssh/ssh_host_*.pub there), then run 'volta trust " + target.node() + "'");
    }

    static SshException changed(SshTarget target, String key, HostKeyVerdict.Changed pinned) {
        return refusal(
                target,
                "THE HOST KEY HAS CHANGED: presented " + key + ", pinned "
                        + String.join(
                                ", ",
                                pinned.pinned().stream().map(HostKey::toString).toList())
                        + " (" + String.join(", ", pinned.where())
                        + "); either the node was reinstalled or someone intercepts the connection: ask its"
                        + " administrator, then run 'volta trust --replace " + target.node()
                        + "'");
    }

    static SshException revoked(SshTarget target, String key, String where) {
        return refusal(
                target,
                "the host key " + key + " is marked as revoked in " + where
                        + "; do not connect; ask the node's administrator for its new key");
    }

    private static SshException refusal(SshTarget target, String why) {
        return new SshException(target, Phase.HOST_KEY, why, null);
    }

    /** The reason why the last key was turned down. */
    Optional<SshException> refusal() {
        return refusal;
    }

    Optional<HostKey> presented() {
        return presented;
    }

    /**
     * The algorithms {@code offered} for the server's key, those of pinned keys first: a server with several keys then
     * presents one that is pinned.
     */
    List<String> prefer(List<String> offered) {
        var wanted = new ArrayList<String>();
        for (var key : pinned.pinned(target.keyHost(), target.keyPort())) {
            signaturesOf(key.algorithm()).filter(offered::contains).forEach(wanted::add);
        }
        return Stream.concat(wanted.stream(), offered.stream())
                .distinct()
                .filter(name -> !BROKEN.contains(name))
                .toList();
    }

    /**
     * An RSA key signs in two ways (RFC 8332), other than by SHA-1; all other keys in the one that bears their name.
     */
    static Stream<String> signaturesOf(String keyType) {
        return keyType.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256") : Stream.of(keyType);
    }
}
