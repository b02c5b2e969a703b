package dev.volta.cli.trust;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import dev.volta.ssh.hostkeys.Verdict;
import java.io.PrintWriter;
import java.util.List;

/** Holds presented keys against pinned ones, pins what is agreed to, and writes that down. */
record Pinning(HostKeys pinned, Consent consent, boolean replace, AuditLog log, PrintWriter out, PrintWriter err) {
    /** Whether the node is trusted now. */
    boolean settle(Node node, HostKeyScan.Answer answer) throws InterruptedException {
        return switch (answer) {
            case HostKeyScan.Answer.Nothing(var reason) -> refuse(node, reason);
            case HostKeyScan.Answer.Keys(var target, var keys) -> settle(node, target, keys);
        };
    }

    private boolean settle(Node node, SshTarget target, List<HostKey> keys) throws InterruptedException {
        for (var key : keys) {
            if (pinned.judge(target.host(), target.port(), key) instanceof Verdict.Revoked(var where)) {
                return refuse(node, "its key " + key + " is revoked in " + where + "; ask who runs the node");
            }
        }
        var known = pinned.pinned(target.host(), target.port());
        if (known.isEmpty()) {
            out.println(node.name() + " (" + target.host() + ":" + target.port() + ") presents");
            keys.forEach(key -> out.println("  " + key));
            return pin(node, target, keys, List.of());
        }
        if (keys.stream().anyMatch(known::contains)) {
            out.println(node.name() + ": trusted already");
            return true;
        }
        out.println(node.name() + " (" + target.host() + ":" + target.port() + ") HAS OTHER KEYS THAN THOSE PINNED");
        known.forEach(key -> out.println("  pinned    " + key));
        keys.forEach(key -> out.println("  presented " + key));
        return replace
                ? pin(node, target, keys, known)
                : refuse(
                        node,
                        "its key has changed; either it was set up anew or someone stands in between: ask who runs it,"
                                + " then run 'volta trust --replace " + node.name() + "'");
    }

    /** @param instead the keys that are trusted until now */
    private boolean pin(Node node, SshTarget target, List<HostKey> keys, List<HostKey> instead)
            throws InterruptedException {
        out.flush();
        return switch (consent.to(node.name(), keys)) {
            case Consent.Answer.Refusal(var why) -> refuse(node, why);
            case Consent.Answer.Pin(var agreed) -> {
                if (instead.isEmpty()) {
                    pinned.pin(target.host(), target.port(), agreed);
                } else {
                    pinned.replace(target.host(), target.port(), agreed);
                }
                log.trusted(node, fingerprints(agreed), fingerprints(instead));
                out.println(node.name() + ": pinned in " + pinned.file());
                yield true;
            }
        };
    }

    private static List<String> fingerprints(List<HostKey> keys) {
        return keys.stream().map(HostKey::fingerprint).toList();
    }

    private boolean refuse(Node node, String why) {
        out.flush();
        var name = node.name() + ": ";
        err.println("volta: " + (why.startsWith(name) ? why : name + why));
        return false;
    }
}
