package dev.volta.core.operation.services;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.PortForward;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.operation.FleetContext;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ports of services on other machines that are wanted on this one.
 *
 * @param open for each, whether it can be reached here now
 */
public record Forwards(SequencedMap<PortForward, Boolean> open) {
    public Forwards {
        open = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(open));
    }

    /** Those of {@code nodes}. */
    static Forwards of(FleetContext context, Collection<Node> nodes) throws InterruptedException {
        var wanted = wanted(context, nodes);
        var held = wanted.isEmpty() ? Set.<TunnelSpec>of() : held(context);
        var open = new LinkedHashMap<PortForward, Boolean>();
        wanted.forEach((forward, way) -> open.put(forward, held.contains(way)));
        return new Forwards(open);
    }

    private static Set<TunnelSpec> held(FleetContext context) throws InterruptedException {
        try {
            return context.links(context.inventory().nodes()).forwarded();
        } catch (KeeperException e) { // such as one of another version
            context.err().println("volta: " + e.getMessage());
            return Set.of();
        }
    }

    /** Has those of {@code nodes} held, if somebody is to; whether nothing failed. */
    static boolean hold(FleetContext context, Collection<Node> nodes, AuditLog log) throws InterruptedException {
        var inventory = context.inventory();
        var described = context.configuration().forwards().stream()
                .map(TunnelSpec.Ports::of)
                .collect(Collectors.toSet());
        return context.links(inventory.nodes())
                .forward(
                        described,
                        wanted(context, nodes).values(),
                        name -> inventory.find(name).orElseThrow(),
                        log);
    }

    private static SequencedMap<PortForward, TunnelSpec.Ports> wanted(FleetContext context, Collection<Node> nodes) {
        var names = nodes.stream().map(Node::name).collect(Collectors.<NodeName>toSet());
        var wanted = new LinkedHashMap<PortForward, TunnelSpec.Ports>();
        for (var forward : context.configuration().forwards()) {
            if (names.contains(forward.node())) {
                wanted.put(forward, TunnelSpec.Ports.of(forward));
            }
        }
        return wanted;
    }

    /** One of them in a line: {@code 127.0.0.1:19100 -> vm1:9100 (exporter)}. */
    public static String line(PortForward forward) {
        return TunnelSpec.Ports.of(forward).endHere() + " -> " + forward.node() + ":" + forward.there() + " ("
                + forward.service() + ")";
    }
}
