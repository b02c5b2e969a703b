package dev.volta.cli.route;

import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.remote.RemoteException;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.TargetOptions;
import dev.volta.ssh.UnfollowedConfigException;
import dev.volta.ssh.config.SshConfig;
import dev.volta.ssh.config.SshConfigFile;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Turns the node of a configuration into what SSH connects to: the inventory's word, ssh_config's, then the usual. */
public final class Routes {
    private final RouteChoices options;
    private final SshConfig config;

    /** Reads the ssh configuration that {@code options} name. */
    public Routes(RouteChoices options) {
        this.options = options;
        this.config = SshConfig.read(options.configs(), options.home(), options.folder(), options.environment());
    }

    /** What carries the connection. */
    public Transport transport(Reach.Ssh ssh) {
        return options.transport().orElse(ssh.transport());
    }

    /**
     * Where a node is.
     *
     * @throws RemoteException where the ssh configuration leads nowhere, as with a jump that needs itself, and where ssh would
     *     go another way, unless it is ssh that connects
     */
    public SshTarget to(Node node, Reach.Ssh ssh) {
        return to(node, ssh, transport(ssh));
    }

    /** The same for {@code transport}, whatever was chosen. */
    public SshTarget to(Node node, Reach.Ssh ssh, Transport transport) {
        SshTarget target;
        try {
            var found = found(node, ssh, transport);
            target = withKeys(options.ownKnownHosts() ? found : found.withoutKnownHosts(), identity(ssh));
        } catch (UnfollowedConfigException e) {
            throw new RemoteException(node.name(), String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new RemoteException(node.name(), options.sshConfig() + ": " + e.getMessage(), e);
        }
        return withLimits(target.withOptions(target.options().withNamed(named(ssh))));
    }

    private SshTarget found(Node node, Reach.Ssh ssh, Transport transport) {
        return transport == Transport.BUILTIN
                ? SshTarget.of(node.name(), alias(ssh), options.user(), config)
                : SshTarget.roughly(node.name(), alias(ssh), options.user(), config);
    }

    /** How ssh finds the node by itself. */
    private TargetOptions.Named named(Reach.Ssh ssh) {
        return new TargetOptions.Named(
                ssh.address(),
                ssh.port().equals(Port.SSH)
                        ? OptionalInt.empty()
                        : OptionalInt.of(ssh.port().number()),
                ssh.user(),
                options.identity().isPresent() ? Optional.empty() : ssh.identity(),
                options.identity(),
                options.configs(),
                options.home(),
                folder());
    }

    /** Where relative names in the ssh configuration count from; empty if it has none. */
    public Optional<Path> folder() {
        return Optional.of(options.folder()).filter(_ -> config.isRelative());
    }

    private SshTarget withLimits(SshTarget target) {
        return options.connectTimeout()
                .map(limit ->
                        target.withTiming(target.timing().withConnect(limit).withGreeting(limit)))
                .orElse(target);
    }

    /** The variables of the environment that the ssh configuration may ask for, with their values. */
    public Map<String, String> variables() {
        var values = new TreeMap<String, String>();
        for (var name : config.variables()) {
            Optional.ofNullable(options.environment().get(name)).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    /** The files that the ssh configuration is read from. */
    public List<Path> files() {
        return options.configs().stream().map(SshConfigFile::path).toList();
    }

    /** Files of host keys that the ssh configuration names for these nodes. */
    public List<Path> knownHosts(List<Node> nodes) {
        var files = new LinkedHashSet<Path>();
        for (var node : nodes) {
            if (options.ownKnownHosts() && node.reach() instanceof Reach.Ssh ssh) {
                files.addAll(knownHosts(ssh));
            }
        }
        return List.copyOf(files);
    }

    private List<Path> knownHosts(Reach.Ssh ssh) {
        return config.roughly(ssh.address(), ssh.user().orElse(options.user())).knownHostsFiles();
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
                jump,
                options.identity()
                        .filter(_ ->
                                jump.identityFiles().isEmpty() && jump.options().usualKeys()));
    }

    private SshTarget usual(SshTarget target) {
        return target.identityFiles().isEmpty() && target.options().usualKeys()
                ? target.withIdentityFiles(options.usualIdentities().toArray(Path[]::new))
                : target;
    }
}
