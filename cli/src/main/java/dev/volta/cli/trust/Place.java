package dev.volta.cli.trust;

import dev.volta.cli.route.Routes;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.remote.RemoteException;
import dev.volta.ssh.SshTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server whose key is asked for: a node, or a jump host on the way to it.
 *
 * @param label what it is called
 */
record Place(Node node, String label, SshTarget target, Transport transport) {
    /**
     * The servers for {@code nodes}, nearest first, since a key can only be asked for through hosts whose own keys are
     * trusted; jump hosts once each.
     *
     * @param unreachable is told of a node that the ssh configuration leads nowhere
     */
    static List<List<Place>> on(List<Node> nodes, Routes routes, List<RemoteException> unreachable) {
        var levels = new ArrayList<Map<String, Place>>();
        var last = new ArrayList<Place>();
        for (var node : nodes) {
            if (node.reach() instanceof Reach.Ssh ssh) {
                try {
                    var target = routes.to(node, ssh);
                    for (var depth = 0; depth < target.jumps().size(); depth++) {
                        while (levels.size() <= depth) {
                            levels.add(new LinkedHashMap<>());
                        }
                        var hop = target.jumps()
                                .get(depth)
                                .withJumps(target.jumps().subList(0, depth));
                        var name = hop.keyHost() + ":" + hop.keyPort();
                        levels.get(depth)
                                .putIfAbsent(
                                        name,
                                        new Place(
                                                node, name + ", on the way to " + node.name(), hop, Transport.BUILTIN));
                    }
                    last.add(new Place(node, node.name().value(), target, routes.transport(ssh)));
                } catch (RemoteException e) {
                    unreachable.add(e);
                }
            }
        }
        var all = new ArrayList<List<Place>>();
        levels.forEach(level -> all.add(List.copyOf(level.values())));
        all.add(last);
        return all;
    }

    /** Whether this is a host on the way. */
    boolean isJump() {
        return !label.equals(node.name().value());
    }
}
