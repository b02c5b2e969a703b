package dev.volta.cli.trust;

import dev.volta.core.audit.AuditLog;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeyVerdict;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.hostkeys.RevokedKeys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Holds presented keys against pinned ones, pins what is agreed to, and writes that down. */
record Pinning(HostKeys pinned, Consent consent, boolean replace, AuditLog log, PrintWriter out, PrintWriter err) {
    /** A jump host that is trusted is asked again only to replace its key. */
    boolean concerns(Place place) {
        var target = place.target();
        return !place.isJump()
                || replace
                || pinsOf(target).pinned(target.keyHost(), target.keyPort()).isEmpty();
    }

    private HostKeys pinsOf(SshTarget target) {
        return pinned.with(target.options().knownHosts());
    }

    /** Whether the server is trusted now. */
    boolean settle(Place place, HostKeyScan.Answer answer) throws InterruptedException {
        return switch (answer) {
            case HostKeyScan.Answer.Nothing(var reason) -> refuse(place, reason);
            case HostKeyScan.Answer.Keys(var target, var keys) -> settle(place, target, keys);
        };
    }

    private boolean settle(Place place, SshTarget target, List<HostKey> keys) throws InterruptedException {
        for (var key : keys) {
            Optional<String> revoked;
            try {
                revoked = revoked(target, key);
            } catch (RevokedKeys.UnreadableException e) {
                return refuse(place, String.valueOf(e.getMessage()));
            }
            if (revoked.isPresent()) {
                return refuse(
                        place, "its key " + key + " is revoked in " + revoked.get() + "; ask the node's administrator");
            }
        }
        var known = pinsOf(target).pinned(target.keyHost(), target.keyPort());
        if (known.isEmpty()) {
            out.println(place.label() + " (" + target.host() + ":" + target.port() + ") presents");
            keys.forEach(key -> out.println("  " + key));
            return pin(place, target, keys, List.of());
        }
        if (keys.stream().anyMatch(known::contains) && !(replace && hasOldOnes(known, keys))) {
            out.println(place.label() + ": trusted already");
            return true;
        }
        out.println(place.label() + " (" + target.host() + ":" + target.port() + ") HAS OTHER KEYS THAN THOSE PINNED");
        known.forEach(key -> out.println("  pinned    " + key));
        keys.forEach(key -> out.println("  presented " + key));
        return replace
                ? pin(place, target, keys, known)
                : refuse(
                        place,
                        "its key has changed; either it was reinstalled or someone intercepts the connection: ask"
                                + " its administrator, then run 'volta trust --replace "
                                + place.node().name() + "'");
    }

    /** Whether a key is pinned besides the presented one of its type. */
    private static boolean hasOldOnes(List<HostKey> known, List<HostKey> presented) {
        return known.stream()
                .anyMatch(old -> !presented.contains(old)
                        && presented.stream().anyMatch(key -> key.algorithm().equals(old.algorithm())));
    }

    private Optional<String> revoked(SshTarget target, HostKey key) {
        if (pinsOf(target).judge(target.keyHost(), target.keyPort(), key)
                instanceof HostKeyVerdict.Revoked(var where)) {
            return Optional.of(where);
        }
        return target.options().revokedKeys().stream()
                .filter(file -> RevokedKeys.read(file).has(key))
                .map(Path::toString)
                .findFirst();
    }

    /** @param instead the keys that are trusted until now */
    private boolean pin(Place place, SshTarget target, List<HostKey> keys, List<HostKey> instead)
            throws InterruptedException {
        out.flush();
        return switch (consent.to(place.label(), keys)) {
            case Consent.Answer.Refusal(var why) -> refuse(place, why);
            case Consent.Answer.Pin(var agreed) ->
                instead.isEmpty() ? add(place, target, agreed) : replace(place, target, agreed, instead);
        };
    }

    private boolean add(Place place, SshTarget target, List<HostKey> keys) {
        log.trusted(place.node(), fingerprints(keys), List.of());
        pinsOf(target).pin(target.keyHost(), target.keyPort(), keys);
        return pinned(place);
    }

    /** Only files that Volta does not write can still have an old key afterwards. */
    private boolean replace(Place place, SshTarget target, List<HostKey> keys, List<HostKey> instead) {
        var standing = pinsOf(target).pinnedElsewhere(target.keyHost(), target.keyPort(), keys);
        if (!standing.isEmpty()) {
            return refuse(
                    place,
                    "another key of it is pinned in " + String.join(", ", standing) + ", which Volta does not write;"
                            + " nothing was pinned: remove it there, with 'ssh-keygen -R', then run this again");
        }
        log.trusted(place.node(), fingerprints(keys), fingerprints(instead));
        pinsOf(target).replace(target.keyHost(), target.keyPort(), keys);
        return pinned(place);
    }

    private boolean pinned(Place place) {
        out.println(place.label() + ": pinned in " + pinned.file());
        return true;
    }

    private static List<String> fingerprints(List<HostKey> keys) {
        return keys.stream().map(HostKey::fingerprint).toList();
    }

    private boolean refuse(Place place, String why) {
        out.flush();
        var named = why.startsWith(place.node().name() + ": ");
        err.println("volta: " + (named ? why : place.label() + ": " + why));
        return false;
    }
}
