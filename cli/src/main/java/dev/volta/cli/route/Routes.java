package dev.volta.cli.route;

import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.RemoteException;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.config.HostSettings;
import dev.volta.ssh.config.SshConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns the node of a configuration into what SSH connects to: the inventory's word, ssh_config's, then the usual. */
public final class Routes {
    private final RouteChoices options;
    private final SshConfig config;

    /** Reads the ssh configuration that {@code options} name. */
    public Routes(RouteChoices options) {
        this.options = options;
        this.config = SshConfig.read(options.sshConfig(), options.home());
    }

    /** Throws {@link RemoteException} where the ssh configuration leads nowhere, as with a jump that needs itself. */
    public SshTarget to(Node node, Reach.Ssh ssh) {
        SshTarget target;
        try {
            target = withKeys(SshTarget.of(node.name(), alias(ssh), options.user(), config), identity(ssh));
        } catch (IllegalArgumentException e) {
            throw new RemoteException(node.name(), options.sshConfig() + ": " + e.getMessage(), e);
        }
        return withLimits(target);
    }

    private SshTarget withLimits(SshTarget target) {
        return options.connectTimeout()
                .map(limit ->
                        target.withTiming(target.timing().withConnect(limit).withGreeting(limit)))
                .orElse(target);
    }

    /** What the ssh configuration says that Volta does not do, for these nodes. */
    public Set<String> warnings(List<Node> nodes) {
        var warnings = new LinkedHashSet<>(config.warnings());
        settings(nodes).forEach(settings -> warnings.addAll(settings.warnings()));
        return warnings;
    }

    /** Files of host keys that the ssh configuration names for these nodes. */
    public List<Path> knownHosts(List<Node> nodes) {
        return settings(nodes).stream()
                .flatMap(settings -> settings.knownHostsFiles().stream())
                .distinct()
                .toList();
    }

    private List<HostSettings> settings(List<Node> nodes) {
        var settings = new ArrayList<HostSettings>();
        for (var node : nodes) {
            if (node.reach() instanceof Reach.Ssh ssh) {
                settings.add(config.resolve(ssh.address(), ssh.user().orElse(options.user())));
            }
        }
        return settings;
    }

    /** Port 22 is what an inventory has that says nothing; there the ssh configuration may. */
    private static String alias(Reach.Ssh ssh) {
        var host = ssh.address().contains(":") ? "[" + ssh.address() + "]" : ssh.address();
        var user = ssh.user().map(name -> name + "@").orElse("");
        return user + host + (ssh.port().equals(Port.SSH) ? "" : ":" + ssh.port());
    }

    /** What the operator says now wins over what the inventory says. */
    private Optional<Path> identity(Reach.Ssh ssh) {
        return options.identity().or(ssh::identity);
    }

    /** The keys of {@code target}, which are {@code identity} if there is one, and of the hosts on the way. */
    private SshTarget withKeys(SshTarget target, Optional<Path> identity) {
        var jumps = target.jumps().stream().map(this::withJumpKeys).toList();
        var chosen = target.withJumps(jumps);
        return identity.map(chosen::withIdentityFiles).orElseGet(() -> usual(chosen));
    }

    private SshTarget withJumpKeys(SshTarget jump) {
        return withKeys(
                jump, options.identity().filter(_ -> jump.identityFiles().isEmpty()));
    }

    private SshTarget usual(SshTarget target) {
        return target.identityFiles().isEmpty()
                ? target.withIdentityFiles(options.usualIdentities().toArray(Path[]::new))
                : target;
    }
}
