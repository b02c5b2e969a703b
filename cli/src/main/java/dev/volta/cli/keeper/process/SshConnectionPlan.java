package dev.volta.cli.keeper.process;

import dev.volta.cli.keeper.SshChoices;
import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.config.SshConfig;
import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How a client's nodes are reached over SSH. */
final class SshConnectionPlan implements ConnectionPlan {
    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final SshChoices choices;
    private final SshConfig config;
    private final HostKeys hostKeys;
    private final String identity;

    private SshConnectionPlan(SshChoices choices, SshConfig config, HostKeys hostKeys, String identity) {
        this.choices = choices;
        this.config = config;
        this.hostKeys = hostKeys;
        this.identity = identity;
    }

    /** Reads again if a file changes meanwhile, so that the identity is that of what was read. */
    static ConnectionPlan read(Map<String, String> settings) {
        var choices = SshChoices.of(settings);
        while (true) {
            var before = identity(settings, choices);
            var config = SshConfig.read(choices.sshConfig(), choices.home());
            var known = choices.knownHosts();
            var hostKeys = HostKeys.load(known.getFirst(), known.subList(1, known.size()));
            if (before.equals(identity(settings, choices))) {
                return new SshConnectionPlan(choices, config, hostKeys, before);
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
        return target + " " + keys;
    }

    @Override
    public NodeAccess access() {
        var settings = SshSettings.with(hostKeys);
        return new MinaAccess(choices.agent().map(settings::withAgent).orElse(settings), this::target);
    }

    /** Port 22 is what an inventory has that says nothing; there the ssh configuration may. */
    private SshTarget target(Node node) {
        if (!(node.reach() instanceof Reach.Ssh ssh)) {
            throw new IllegalArgumentException(node.name() + " is this machine, which needs no connection");
        }
        var host = ssh.address().contains(":") ? "[" + ssh.address() + "]" : ssh.address();
        var user = ssh.user().map(name -> name + "@").orElse("");
        var alias = user + host + (ssh.port().equals(Port.SSH) ? "" : ":" + ssh.port());
        var target = SshTarget.of(node.name(), alias, choices.user(), config);
        var timed = choices.connectTimeout()
                .map(limit ->
                        target.withTiming(target.timing().withConnect(limit).withGreeting(limit)))
                .orElse(target);
        return withKeys(timed, true);
    }

    private SshTarget withKeys(SshTarget target, boolean last) {
        var chosen = target.withJumps(
                target.jumps().stream().map(jump -> withKeys(jump, false)).toList());
        if (choices.identity().isPresent() && (last || target.identityFiles().isEmpty())) {
            return chosen.withIdentityFiles(choices.identity().get());
        }
        return target.identityFiles().isEmpty() ? chosen.withIdentityFiles(usualKeys()) : chosen;
    }

    private Path[] usualKeys() {
        return USUAL_KEYS.stream()
                .map(choices.home().resolve(".ssh")::resolve)
                .filter(Files::exists)
                .toArray(Path[]::new);
    }
}
