package dev.volta.core.keeper.client;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
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
        for (var tunnel : control.held(TunnelSpec.Ports.class::isInstance)) {
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
        for (var tunnel : control.held(TunnelSpec.Ports.class::isInstance)) {
            control.closeTunnel(tunnel.id());
        }
    }

    /** Those that are open; none, too, if there is no keeper. */
    public static Set<TunnelSpec> open(KeeperControl control) throws InterruptedException {
        return control.held(TunnelSpec.Ports.class::isInstance).stream()
                .filter(tunnel -> tunnel.open())
                .map(tunnel -> tunnel.way())
                .collect(Collectors.toSet());
    }
}
