package dev.volta.cli.keeper.process;

import dev.volta.cli.keeper.SshChoices;
import dev.volta.cli.route.Routes;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.hostkeys.HostKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How a client's nodes are reached over SSH. */
final class SshConnectionPlan implements ConnectionPlan {
    private final SshChoices choices;
    private final Routes routes;
    private final HostKeys hostKeys;
    private final String identity;

    private SshConnectionPlan(SshChoices choices, Routes routes, HostKeys hostKeys, String identity) {
        this.choices = choices;
        this.routes = routes;
        this.hostKeys = hostKeys;
        this.identity = identity;
    }

    /** Reads again if a file changes meanwhile, so that the identity is that of what was read. */
    static ConnectionPlan read(Map<String, String> settings) {
        var choices = SshChoices.of(settings);
        while (true) {
            var before = identity(settings, choices);
            var routes = new Routes(choices.route());
            var known = choices.knownHosts();
            var hostKeys = HostKeys.load(known.getFirst(), known.subList(1, known.size()));
            if (before.equals(identity(settings, choices))) {
                return new SshConnectionPlan(choices, routes, hostKeys, before);
            }
        }
    }

    private static String identity(Map<String, String> settings, SshChoices choices) {
        var known = choices.knownHosts().stream().map(FileState::contentOf).toList();
        return new TreeMap<>(settings) + " " + known; // a map of texts may come in any order
    }

    @Override
    public String identity() {
        return identity;
    }

    /** The target as the ssh configuration resolves it, and the state of each key file that it names. */
    @Override
    public String identity(Node node) {
        var target = target(node);
        var keys = Stream.concat(Stream.of(target), target.jumps().stream())
                .flatMap(hop -> hop.identityFiles().stream())
                .map(FileState::of)
                .toList();
        var known = Stream.concat(Stream.of(target), target.jumps().stream())
                .flatMap(hop -> hop.options().knownHosts().stream())
                .distinct()
                .map(FileState::contentOf)
                .toList();
        // What the system's ssh makes of its configuration is known to itself alone.
        var read = bySystem(node)
                ? routes.files().stream().map(FileState::contentOf).toList()
                : List.of();
        return target + " " + keys + " " + known + " " + read;
    }

    @Override
    public NodeAccess access() {
        var settings = SshSettings.with(hostKeys);
        return new MinaAccess(choices.agent().map(settings::withAgent).orElse(settings), this::target, this::bySystem);
    }

    private boolean bySystem(Node node) {
        return node.reach() instanceof Reach.Ssh ssh && routes.transport(ssh) == Transport.OPENSSH;
    }

    private SshTarget target(Node node) {
        if (!(node.reach() instanceof Reach.Ssh ssh)) {
            throw new IllegalArgumentException(node.name() + " is this machine, which needs no connection");
        }
        return routes.to(node, ssh);
    }
}
