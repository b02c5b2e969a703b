package dev.volta.ssh.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a configuration says about one host.
 *
 * @param hostName the address to connect to; the alias itself if nothing else is said
 * @param proxyJump hops from first to last, each as written: {@code [user@]host[:port]}
 * @param hostKeyAlias the name that the host key is looked up under
 * @param knownHostsFiles from UserKnownHostsFile and GlobalKnownHostsFile
 * @param revokedHostKeys from RevokedHostKeys
 * @param refusals one sentence for each line without which the host would be reached, or trusted, in another way than by ssh
 */
public record HostSettings(
        String hostName,
        OptionalInt port,
        Optional<String> user,
        Keys keys,
        List<String> proxyJump,
        Optional<String> hostKeyAlias,
        List<Path> knownHostsFiles,
        List<Path> revokedHostKeys,
        Waits waits,
        List<String> refusals) {

    /**
     * What is offered to log in with.
     *
     * @param identityFiles in the order in which they are tried
     * @param usual whether no IdentityFile was said, not even {@code none}, so that ssh tries its usual ones
     * @param identitiesOnly no keys from the agent besides those of {@code identityFiles}
     */
    public record Keys(
            List<Path> identityFiles,
            boolean usual,
            boolean identitiesOnly,
            List<Path> certificateFiles,
            AgentChoice agent) {
        public static final Keys UNSAID = new Keys(List.of(), true, false, List.of(), new AgentChoice.Usual());
    }

    /**
     * How long is waited.
     *
     * @param connect from ConnectTimeout
     * @param serverAlive from ServerAliveInterval; zero turns it off
     */
    public record Waits(Optional<Duration> connect, Optional<Duration> serverAlive, OptionalInt serverAliveMisses) {
        public static final Waits UNSAID = new Waits(Optional.empty(), Optional.empty(), OptionalInt.empty());
    }
}
