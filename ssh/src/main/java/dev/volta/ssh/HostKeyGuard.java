package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.hostkeys.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a server's key against the pinned ones, for one connection. */
final class HostKeyGuard {
    private final SshTarget target;
    private final HostKeys pinned;
    private volatile Optional<SshException> refusal = Optional.empty();
    private volatile Optional<HostKey> presented = Optional.empty();

    HostKeyGuard(SshTarget target, HostKeys pinned) {
        this.target = target;
        this.pinned = pinned;
    }

    boolean admits(HostKey key) {
        presented = Optional.of(key);
        refusal = switch (pinned.judge(target.host(), target.port(), key)) {
            case Verdict.Trusted() -> Optional.empty();
            case Verdict.Unknown() ->
                refuse("the host key " + key + " is not known; compare it with the node's own (ssh-keygen -lf"
                        + " /etc/ssh/ssh_host_*.pub there), then run 'volta trust " + target.node() + "'");
            case Verdict.Changed(var keys, var where) ->
                refuse("THE HOST KEY HAS CHANGED: presented " + key + ", pinned "
                        + String.join(", ", keys.stream().map(HostKey::toString).toList())
                        + " (" + String.join(", ", where) + "); either the node was set up anew or someone stands"
                        + " in between: ask who runs it, then run 'volta trust --replace " + target.node() + "'");
            case Verdict.Revoked(var where) ->
                refuse("the host key " + key + " is marked as revoked in " + where + "; do not connect, ask who runs"
                        + " the node for its new key");
        };
        return refusal.isEmpty();
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
        for (var key : pinned.pinned(target.host(), target.port())) {
            signaturesOf(key.algorithm()).filter(offered::contains).forEach(wanted::add);
        }
        return Stream.concat(wanted.stream(), offered.stream()).distinct().toList();
    }

    /** An RSA key signs in three ways (RFC 8332); all other keys in the one that bears their name. */
    static Stream<String> signaturesOf(String keyType) {
        return keyType.equals("ssh-rsa") ? Stream.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa") : Stream.of(keyType);
    }

    private Optional<SshException> refuse(String why) {
        return Optional.of(new SshException(target, Phase.HOST_KEY, why, null));
    }
}
