package dev.volta.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which keys are offered to a target.
 *
 * @param files private keys that can be opened, with their passphrases
 * @param agent where the agent listens, if it is asked
 * @param agentOnly the public keys (Base64) that the agent may offer; empty allows all
 * @param left one sentence per key file that is left out
 */
record OfferedKeys(List<Unlocked> files, Optional<Path> agent, Optional<Set<String>> agentOnly, List<String> left) {
    /** A key file that can be opened. */
    record Unlocked(Path path, Optional<String> passphrase) {}

    boolean agentMayOffer(String publicKey) {
        return agentOnly.map(allowed -> allowed.contains(publicKey)).orElse(true);
    }

    /** What the user can do if none of these keys was taken. */
    String advice() {
        var told = new ArrayList<String>();
        var offered =
                new ArrayList<>(files.stream().map(f -> f.path().toString()).toList());
        agent.ifPresent(socket -> offered.add("the agent at " + socket));
        told.add(offered.isEmpty() ? "no key was offered" : "offered were " + String.join(", ", offered));
        told.addAll(left);
        return String.join("; ", told);
    }

    /** Finds the keys for targets, asking for each passphrase once. */
    static final class Source {
        private final SshSettings settings;
        private final Map<Path, Optional<String>> asked = new ConcurrentHashMap<>();

        Source(SshSettings settings) {
            this.settings = settings;
        }

        OfferedKeys forTarget(SshTarget target) {
            var files = new ArrayList<Unlocked>();
            var left = new ArrayList<String>();
            var publicHalves = new HashSet<String>();
            for (var path : target.identityFiles()) {
                var file = new KeyFile(path);
                file.publicHalf().ifPresent(publicHalves::add);
                try {
                    if (!Files.exists(path)) {
                        left.add(path + " does not exist");
                    } else if (file.isTooOpen()) {
                        left.add(path
                                + " is open to others; it is not used, and ssh would not use it either:"
                                + " chmod 600 " + path);
                    } else if (!file.encrypted()) {
                        files.add(new Unlocked(path, Optional.empty()));
                    } else {
                        var passphrase = asked.computeIfAbsent(
                                path, p -> settings.passphrases().of(p));
                        if (passphrase.isPresent()) {
                            files.add(new Unlocked(path, passphrase));
                        } else {
                            left.add(path + " is encrypted and there is no passphrase: run 'ssh-add " + path + "'"
                                    + (settings.agentSocket().isPresent() ? "" : " with an ssh-agent"));
                        }
                    }
                } catch (IOException | IllegalArgumentException e) {
                    left.add(path + " cannot be read: " + e.getMessage());
                }
            }
            return new OfferedKeys(
                    files,
                    settings.agentSocket(),
                    target.identitiesOnly() ? Optional.of(publicHalves) : Optional.empty(),
                    left);
        }
    }
}
