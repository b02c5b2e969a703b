package dev.volta.ssh;

import dev.volta.core.config.NodeName;
import dev.volta.ssh.config.SshConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a node is and who logs in there.
 *
 * @param host name or address; host keys are pinned under it
 * @param identityFiles private keys, in the order in which they are tried
 * @param identitiesOnly the agent may offer only the keys of {@code identityFiles}
 * @param jumps the hosts to go through, first to last; the jumps of a jump are not looked at
 * @param options what else is said of it
 */
public record SshTarget(
        NodeName node,
        String host,
        int port,
        String user,
        List<Path> identityFiles,
        boolean identitiesOnly,
        List<SshTarget> jumps,
        Timing timing,
        TargetOptions options) {
    private static final int DEFAULT_PORT = 22;

    public SshTarget {
        identityFiles = List.copyOf(identityFiles);
        jumps = List.copyOf(jumps);
        if (host.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("a target needs a host and a user, not '" + user + "@" + host + "'");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port must be from 1 to 65535, not " + port);
        }
    }

    /** A target that is reached directly, with keys from the agent alone. */
    public static SshTarget of(NodeName node, String host, int port, String user) {
        return new SshTarget(node, host, port, user, List.of(), false, List.of(), Timing.DEFAULT, TargetOptions.NONE);
    }

    /** What becomes of lines of a configuration that are not followed here. */
    private enum Following {
        STRICTLY,
        AS_FAR_AS_POSSIBLE
    }

    /**
     * The target that {@code alias} means in an OpenSSH configuration, with its jumps resolved in the same one.
     *
     * @param user who logs in where the configuration names nobody
     * @throws UnfollowedConfigException if ssh would go another way, by lines that are not followed here
     */
    public static SshTarget of(NodeName node, String alias, String user, SshConfig config) {
        return resolve(node, Destination.parse(alias), user, config, Set.of(), Following.STRICTLY);
    }

    /** The same for messages alone, as far as the configuration is understood: ssh itself follows all of it. */
    public static SshTarget roughly(NodeName node, String alias, String user, SshConfig config) {
        return resolve(node, Destination.parse(alias), user, config, Set.of(), Following.AS_FAR_AS_POSSIBLE);
    }

    private static SshTarget resolve(
            NodeName node,
            Destination destination,
            String user,
            SshConfig config,
            Set<String> passed,
            Following follows) {
        var through = new HashSet<>(passed);
        if (!through.add(destination.host())) {
            throw new IllegalArgumentException("ProxyJump of '" + destination.host() + "' leads back to itself");
        }
        var settings = follows == Following.STRICTLY
                ? config.resolve(destination.host(), user)
                : config.roughly(destination.host(), user);
        if (!settings.refusals().isEmpty() && follows == Following.STRICTLY) {
            throw new UnfollowedConfigException(settings.refusals());
        }
        var timing = Timing.DEFAULT;
        timing = settings.waits().connect().map(timing::withConnect).orElse(timing);
        timing = settings.waits().serverAlive().map(timing::withKeepAlive).orElse(timing);
        if (settings.waits().serverAliveMisses().isPresent()) {
            timing = timing.withKeepAliveMisses(
                    settings.waits().serverAliveMisses().getAsInt());
        }
        var jumps = new ArrayList<SshTarget>();
        for (var jump : settings.proxyJump()) {
            var hop = resolve(node, Destination.parse(jump), user, config, through, follows);
            // Only the first hop may itself lie behind others; for a later one its predecessor is the way.
            if (jumps.isEmpty()) {
                jumps.addAll(hop.jumps());
            }
            jumps.add(hop.withJumps(List.of()));
        }
        return new SshTarget(
                node,
                settings.hostName(),
                destination.port().orElse(settings.port().orElse(DEFAULT_PORT)),
                destination.user().or(settings::user).orElse(user),
                settings.keys().identityFiles(),
                settings.keys().identitiesOnly(),
                jumps,
                timing,
                new TargetOptions(
                        settings.hostKeyAlias(),
                        settings.knownHostsFiles(),
                        settings.revokedHostKeys(),
                        settings.keys().certificateFiles(),
                        settings.keys().usual(),
                        settings.keys().agent(),
                        Optional.empty()));
    }

    public SshTarget withIdentityFiles(Path... files) {
        return new SshTarget(node, host, port, user, List.of(files), identitiesOnly, jumps, timing, options);
    }

    public SshTarget withIdentitiesOnly(boolean only) {
        return new SshTarget(node, host, port, user, identityFiles, only, jumps, timing, options);
    }

    public SshTarget withJumps(List<SshTarget> hops) {
        return new SshTarget(node, host, port, user, identityFiles, identitiesOnly, hops, timing, options);
    }

    public SshTarget withTiming(Timing limits) {
        return new SshTarget(node, host, port, user, identityFiles, identitiesOnly, jumps, limits, options);
    }

    public SshTarget withOptions(TargetOptions others) {
        return new SshTarget(node, host, port, user, identityFiles, identitiesOnly, jumps, timing, others);
    }

    /** The same without files of host keys of its own, and of its jumps' own. */
    public SshTarget withoutKnownHosts() {
        return withOptions(options.withKnownHosts(List.of()))
                .withJumps(jumps.stream().map(SshTarget::withoutKnownHosts).toList());
    }

    /** The host that its key is pinned under. */
    public String keyHost() {
        return options.hostKeyAlias().orElse(host);
    }

    /** The port that its key is pinned under; an alias stands for itself alone, as in ssh. */
    public int keyPort() {
        return options.hostKeyAlias().isPresent() ? DEFAULT_PORT : port;
    }

    /** {@code user@host:port}, with the hops that lead there. */
    String address() {
        var own = user + "@" + host + ":" + port;
        if (jumps.isEmpty()) {
            return own;
        }
        var hops = jumps.stream().map(SshTarget::address).toList();
        return own + " (through " + String.join(", ", hops) + ")";
    }
}
