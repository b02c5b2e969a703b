package dev.volta.core.keeper.client;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.Parallel;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ports of this machine that the keeper leads to ports of nodes, after the command that asked for them has ended. */
public final class KeptForwards {
    private KeptForwards() {}

    /**
     * Has the keeper hold {@code wanted}, those that it holds already as they are, and closes others that are not {@code
     * described}.
     *
     * @return why some of them could not be opened
     */
    public static List<String> hold(
            KeeperAccess access,
            KeeperControl control,
            Set<TunnelSpec.Ports> described,
            Collection<TunnelSpec.Ports> wanted,
            Function<NodeName, Node> nodes,
            AuditLog log)
            throws InterruptedException {
        for (var tunnel : held(control)) {
            if (!described.contains(tunnel.way())) {
                control.closeTunnel(tunnel.id());
            }
        }
        var failures = Parallel.atMost(Links.MOST_AT_ONCE, wanted, way -> {
            var node = nodes.apply(way.node());
            try {
                log.hold(node, way, () -> access.hold(node, way));
                return "";
            } catch (RemoteException e) {
                return String.valueOf(e.getMessage());
            }
        });
        return failures.values().stream().filter(reason -> !reason.isEmpty()).toList();
    }

    /** Closes all of them. */
    public static void release(KeeperControl control) throws InterruptedException {
        for (var tunnel : held(control)) {
            control.closeTunnel(tunnel.id());
        }
    }

    /** Those that it holds, even if they are closed as long as a node cannot be reached; none, too, if there is no keeper. */
    public static List<KeeperStatus.Tunnel> held(KeeperControl control) throws InterruptedException {
        return control.held(TunnelSpec.Ports.class::isInstance);
    }

    /** Those that are open; none, too, if there is no keeper. */
    public static Set<TunnelSpec> open(KeeperControl control) throws InterruptedException {
        return held(control).stream()
                .filter(tunnel -> tunnel.open())
                .map(tunnel -> tunnel.way())
                .collect(Collectors.toSet());
    }
}
