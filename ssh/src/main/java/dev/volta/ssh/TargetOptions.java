package dev.volta.ssh;

import dev.volta.ssh.config.AgentChoice;
import dev.volta.ssh.config.SshConfigFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is said of a target besides where it is and who logs in.
 *
 * @param hostKeyAlias the name that its host key is pinned under, instead of host and port
 * @param knownHosts files of host keys that are trusted for this target, and for no other
 * @param revokedKeys files of host keys that are refused, whatever is pinned
 * @param certificates files of user certificates, besides those that lie beside the keys
 * @param usualKeys whether the keys that ssh tries by itself may be tried where none is named
 * @param agent which agent is asked
 * @param named how ssh itself finds the target in its configuration; empty for a target that no configuration names
 */
public record TargetOptions(
        Optional<String> hostKeyAlias,
        List<Path> knownHosts,
        List<Path> revokedKeys,
        List<Path> certificates,
        boolean usualKeys,
        AgentChoice agent,
        Optional<Named> named) {
    public static final TargetOptions NONE = new TargetOptions(
            Optional.empty(), List.of(), List.of(), List.of(), true, new AgentChoice.Usual(), Optional.empty());

    public TargetOptions {
        knownHosts = List.copyOf(knownHosts);
        revokedKeys = List.copyOf(revokedKeys);
        certificates = List.copyOf(certificates);
    }

    /**
     * A host as it was named, with what wins over the configuration.
     *
     * @param identity a key of this host
     * @param anyIdentity a key that is also tried on the way
     * @param files the configuration: the user's, and the system's
     * @param home stands for {@code ~}
     * @param folder where ssh is to work; empty if the configuration has nothing in it that counts from there
     */
    public record Named(
            String alias,
            OptionalInt port,
            Optional<String> user,
            Optional<Path> identity,
            Optional<Path> anyIdentity,
            List<SshConfigFile> files,
            Path home,
            Optional<Path> folder) {
        public Named {
            files = List.copyOf(files);
        }
    }

    public TargetOptions withNamed(Named how) {
        return new TargetOptions(
                hostKeyAlias, knownHosts, revokedKeys, certificates, usualKeys, agent, Optional.of(how));
    }

    public TargetOptions withKnownHosts(List<Path> files) {
        return new TargetOptions(hostKeyAlias, files, revokedKeys, certificates, usualKeys, agent, named);
    }
}
