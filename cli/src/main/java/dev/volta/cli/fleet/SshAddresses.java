package dev.volta.cli.fleet;

import dev.volta.cli.route.Routes;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.deploy.MachineAddress;
import dev.volta.core.operation.AddressBook;
import dev.volta.core.remote.RemoteException;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where nodes are after what inventory, ssh configuration and pinned host keys say; each is looked up once. */
final class SshAddresses implements AddressBook {
    private final Supplier<Routes> routes;
    private final Supplier<HostKeys> load;
    private final Map<Node, MachineAddress> known = new HashMap<>();
    private @Nullable HostKeys keys;

    /**
     * @param routes not asked before there is a node over SSH
     * @param keys the same
     */
    SshAddresses(Supplier<Routes> routes, Supplier<HostKeys> keys) {
        this.routes = routes;
        this.load = keys;
    }

    @Override
    public MachineAddress of(Node node) {
        return known.computeIfAbsent(node, this::lookUp);
    }

    private MachineAddress lookUp(Node node) {
        return switch (node.reach()) {
            case Reach.Here here -> new MachineAddress(node.name(), here, "", 0, Set.of(), false);
            case Reach.Ssh ssh -> {
                var vm = node.vm().isPresent();
                try {
                    var target = routes.get().to(node, ssh);
                    var user = ssh.as(Optional.of(target.user()), ssh.identity());
                    var pinned =
                            keys()
                                    .with(target.options().knownHosts())
                                    .pinned(target.keyHost(), target.keyPort())
                                    .stream()
                                    .map(HostKey::fingerprint)
                                    .collect(Collectors.toSet());
                    yield new MachineAddress(node.name(), user, target.host(), target.port(), pinned, vm);
                } catch (RemoteException _) { // the ssh configuration leads nowhere, as connecting tells
                    yield new MachineAddress(
                            node.name(), ssh, ssh.address(), ssh.port().number(), Set.of(), vm);
                }
            }
        };
    }

    private HostKeys keys() {
        var read = keys;
        if (read == null) {
            read = load.get();
            keys = read;
        }
        return read;
    }
}
