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
 * @param identityFiles in the order in which they are tried
 * @param identitiesOnly no keys from the agent besides those of {@code identityFiles}
 * @param proxyJump hops from first to last, each as written: {@code [user@]host[:port]}
 * @param knownHostsFiles from UserKnownHostsFile; empty if it is not set
 * @param connectTimeout from ConnectTimeout, in seconds there
 * @param serverAliveInterval from ServerAliveInterval, in seconds there; zero turns it off
 * @param warnings one sentence per line that changes how this host is reached and is not supported
 */
public record HostSettings(
        String hostName,
        OptionalInt port,
        Optional<String> user,
        List<Path> identityFiles,
        boolean identitiesOnly,
        List<String> proxyJump,
        List<Path> knownHostsFiles,
        Optional<Duration> connectTimeout,
        Optional<Duration> serverAliveInterval,
        List<String> warnings) {}
