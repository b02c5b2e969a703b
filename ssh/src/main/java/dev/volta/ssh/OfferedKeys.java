package dev.volta.ssh;

import dev.volta.core.remote.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Which keys are offered to a target: those of named files first, then those of the agent, of which the named ones come
 * first too. What cannot be used is left out, and told where nothing else was taken either.
 */
final class OfferedKeys {
    private final List<Unlocked> files;
    private final Optional<Path> agent;
    private final List<AgentKeys.Key> agentKeys;
    private final List<String> left;

    private OfferedKeys(List<Unlocked> files, Optional<Path> agent, List<AgentKeys.Key> agentKeys, List<String> left) {
        this.files = new CopyOnWriteArrayList<>(files);
        this.agent = agent;
        this.agentKeys = List.copyOf(agentKeys);
        this.left = new CopyOnWriteArrayList<>(left);
    }

    /**
     * A key file that can be opened.
     *
     * @param certificates files of user certificates for this key
     */
    record Unlocked(Path path, Optional<String> passphrase, List<Path> certificates) {
        /** Why nothing could be made of it. */
        String unusable(Exception cause) {
            return passphrase.isPresent()
                    ? "the passphrase does not open " + path + " (" + cause.getMessage() + ")"
                    : "the key " + path + " cannot be read: " + cause.getMessage();
        }
    }

    /** Private keys, in the order in which they are tried. */
    List<Unlocked> files() {
        return files;
    }

    /** Where the agent listens, if it answers. */
    Optional<Path> agent() {
        return agent;
    }

    /** What the agent may offer, in the order in which it is tried. */
    List<AgentKeys.Key> agentKeys() {
        return agentKeys;
    }

    /** The key of {@code file} is not offered, for the reason {@code why}. */
    void leaveOut(Unlocked file, String why) {
        files.remove(file);
        leaveOut(why);
    }

    void leaveOut(String why) {
        if (!left.contains(why)) {
            left.add(why);
        }
    }

    /** Leaves out what ssh could not open; it does not say which passphrases were wrong. */
    void leaveOutUnopened() {
        for (var file : files) {
            if (file.passphrase().isPresent()
                    && !new KeyFile(file.path()).opensWith(file.passphrase().get())) {
                leaveOut(file, "the passphrase does not open " + file.path());
            }
        }
    }

    /** What the user can do if none of these keys was taken. */
    String advice() {
        var told = new ArrayList<String>();
        var offered =
                new ArrayList<>(files.stream().map(f -> f.path().toString()).toList());
        agent.ifPresent(socket -> offered.add("the agent at " + socket));
        told.add(offered.isEmpty() ? "no key was offered" : "keys offered: " + String.join(", ", offered));
        told.addAll(left);
        return String.join("; ", told);
    }

    /** Finds the keys for targets, asking for each passphrase once. */
    static final class Source {
        private static final String NO_CERTIFICATE = " is no user certificate that can be read";

        private final SshSettings settings;
        private final Map<Path, Optional<String>> asked = new ConcurrentHashMap<>();

        Source(SshSettings settings) {
            this.settings = settings;
        }

        OfferedKeys forTarget(SshTarget target) {
            var files = new ArrayList<Unlocked>();
            var left = new ArrayList<String>();
            var named = new HashSet<String>();
            var agent = target.options().agent().socket(settings.agentSocket());
            var certificates = certificates(target, left);
            var ofAgent = new HashMap<>(certificates);
            for (var path : target.identityFiles()) {
                var file = new KeyFile(path);
                var half = file.publicHalf();
                half.ifPresent(named::add);
                var certified = certificatesOf(file, half, certificates, left);
                half.ifPresent(key -> ofAgent.put(key, certified));
                try {
                    unlocked(file, agent.isPresent(), left)
                            .map(one -> new Unlocked(path, one, certified))
                            .ifPresent(files::add);
                } catch (IOException e) {
                    left.add(path + " cannot be read: " + IoReason.of(e));
                } catch (IllegalArgumentException e) {
                    left.add(path + " cannot be read: " + e.getMessage());
                }
            }
            if (agent.isEmpty()) {
                tellUnused(certificates, named, List.of(), left);
                return new OfferedKeys(files, agent, List.of(), left);
            }
            try {
                var keys = new ArrayList<>(new AgentKeys(agent.get()).list());
                keys.removeIf(key -> target.identitiesOnly() && !isNamed(key, named));
                keys.sort(Comparator.comparing(key -> !isNamed(key, named))); // which keeps the agent's order
                tellUnused(certificates, named, keys, left);
                return new OfferedKeys(files, agent, certified(keys, ofAgent), left);
            } catch (IOException e) {
                left.add("the agent at " + agent.get() + " does not answer (" + e.getMessage()
                        + "), so that its keys are left out; check SSH_AUTH_SOCK");
                return new OfferedKeys(files, Optional.empty(), List.of(), left);
            }
        }

        /** Each key after its certificates, of which only a file may know. */
        private static List<AgentKeys.Key> certified(List<AgentKeys.Key> keys, Map<String, List<Path>> certificates) {
            return keys.stream()
                    .flatMap(key -> Stream.concat(
                            certificates.getOrDefault(base64(key), List.of()).stream()
                                    .flatMap(file -> Certificate.blobOf(file).stream())
                                    .filter(blob -> keys.stream().noneMatch(held -> Arrays.equals(held.blob(), blob)))
                                    .map(key::under),
                            Stream.of(key)))
                    .toList();
        }

        /** As in ssh a certificate serves nobody whose key is not offered. */
        private static void tellUnused(
                Map<String, List<Path>> certificates, Set<String> named, List<AgentKeys.Key> keys, List<String> left) {
            certificates.forEach((key, files) -> {
                if (!named.contains(key)
                        && keys.stream().noneMatch(one -> base64(one).equals(key))) {
                    files.forEach(file -> left.add(file + " is the certificate of a key that is not offered"));
                }
            });
        }

        private static String base64(AgentKeys.Key key) {
            return Base64.getEncoder().encodeToString(key.blob());
        }

        private static boolean isNamed(AgentKeys.Key key, Set<String> named) {
            return named.contains(base64(key))
                    || named.contains(Certificate.keyIn(key.blob()).orElse(""));
        }

        /** The certificates of CertificateFile, by the key that they are for. */
        private static Map<String, List<Path>> certificates(SshTarget target, List<String> left) {
            var found = new HashMap<String, List<Path>>();
            for (var file : target.options().certificates()) {
                Certificate.keyOf(file)
                        .ifPresentOrElse(
                                key -> found.computeIfAbsent(key, _ -> new ArrayList<>())
                                        .add(file),
                                () -> left.add(file + NO_CERTIFICATE));
            }
            return found;
        }

        /** A certificate beside the key that is damaged leaves the key as it is. */
        private static List<Path> certificatesOf(
                KeyFile file, Optional<String> half, Map<String, List<Path>> certificates, List<String> left) {
            var found = new ArrayList<Path>();
            file.certificate().ifPresent(beside -> {
                if (Certificate.keyOf(beside).isPresent()) {
                    found.add(beside);
                } else {
                    left.add(beside + NO_CERTIFICATE);
                }
            });
            half.ifPresent(key -> found.addAll(certificates.getOrDefault(key, List.of())));
            return found;
        }

        /** The passphrase of a key that can be opened, empty if it needs none; nothing if it cannot be. */
        private Optional<Optional<String>> unlocked(KeyFile file, boolean agent, List<String> left) throws IOException {
            var path = file.path();
            if (!Files.exists(path)) {
                left.add(path + " does not exist");
                return Optional.empty();
            }
            if (file.isPublic()) {
                if (!agent) {
                    left.add(path + " is a public key, and there is no agent that has its private half");
                }
                return Optional.empty();
            }
            if (file.isTooOpen()) {
                left.add(path + " is open to others; it is not used, and ssh would not use it either:" + " chmod 600 "
                        + path);
                return Optional.empty();
            }
            if (file.isSecurityKey()) {
                left.add(path
                        + " is the key of a FIDO token, which only the system's ssh can use: use 'transport: openssh'");
                return Optional.empty();
            }
            if (!file.encrypted()) {
                return Optional.of(Optional.empty());
            }
            var passphrase =
                    asked.computeIfAbsent(path, p -> settings.passphrases().of(p));
            if (passphrase.isEmpty()) {
                left.add(path + " is encrypted and there is no passphrase: run 'ssh-add " + path + "'"
                        + (settings.agentSocket().isPresent() ? "" : " with an ssh-agent"));
                return Optional.empty();
            }
            return Optional.of(passphrase);
        }
    }
}
