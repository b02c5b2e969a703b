package dev.volta.cli.keeper;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperAccess;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.keeper.client.KeptForwards;
import dev.volta.core.keeper.client.KeptLinks;
import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.operation.LinkHolder;
import dev.volta.core.service.SocketStar;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The links to the services of a fleet, as far as a keeper holds them between commands. */
public final class LinkKeeping implements LinkHolder {
    private final KeeperPlace place;
    private final KeeperControl control;
    private final SshChoices choices;
    private final boolean wanted;
    private final PrintWriter err;

    /**
     * @param place of the fleet's keeper
     * @param wanted whether the operator asked for a keeper
     * @param err told if no keeper is to be had
     */
    LinkKeeping(KeeperPlace place, SshChoices choices, boolean wanted, PrintWriter err) {
        this.place = place;
        this.control = new KeeperControl(place);
        this.choices = choices;
        this.wanted = wanted;
        this.err = err;
    }

    @Override
    public Optional<Links> held(SocketStar sockets, Function<NodeName, Node> nodes, AuditLog log)
            throws InterruptedException {
        try {
            return concerns(sockets, nodes) ? Optional.of(hold(sockets, nodes, log)) : Optional.empty();
        } catch (KeeperException e) {
            err.println("volta: no keeper holds the links: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a keeper is to hold, or holds, the links of {@code sockets}; it does for nodes over SSH only. */
    private boolean concerns(SocketStar sockets, Function<NodeName, Node> nodes) throws InterruptedException {
        var isRemote = Stream.concat(Stream.of(sockets.node()), sockets.others().keySet().stream())
                .allMatch(node -> nodes.apply(node).reach() instanceof Reach.Ssh);
        return isRemote
                && !sockets.others().isEmpty()
                && (wanted || !KeptLinks.of(control, place.hub()).isEmpty());
    }

    private Links hold(SocketStar sockets, Function<NodeName, Node> nodes, AuditLog log) throws InterruptedException {
        var access = access();
        var held = false;
        try {
            var links = KeptLinks.hold(
                    access, control, TunnelSpec.Sockets.of(sockets, place.hub()), place.hub(), nodes, log);
            held = true;
            return links;
        } finally {
            if (!held) {
                access.close();
            }
        }
    }

    @Override
    public boolean forward(
            Set<TunnelSpec.Ports> described,
            Collection<TunnelSpec.Ports> wantedNow,
            Function<NodeName, Node> nodes,
            AuditLog log)
            throws InterruptedException {
        try {
            if (!wanted && KeptForwards.held(control).isEmpty()) {
                if (!described.isEmpty()) {
                    err.println("volta: ports of services are not forwarded to this machine without a keeper (--keep)");
                }
                return true;
            }
            try (var access = access()) {
                var failures = KeptForwards.hold(access, control, described, wantedNow, nodes, log);
                failures.forEach(failure -> err.println("volta: " + failure));
                return failures.isEmpty();
            }
        } catch (KeeperException e) {
            err.println("volta: no keeper forwards ports of services: " + e.getMessage());
            return described.isEmpty();
        }
    }

    @Override
    public Set<TunnelSpec> forwarded() throws InterruptedException {
        return KeptForwards.open(control);
    }

    private KeeperAccess access() {
        return new KeeperAccess(place, KeeperFiles.program(place), choices.settings());
    }

    @Override
    public void release() throws InterruptedException {
        KeptLinks.release(control, place.hub());
        KeptForwards.release(control);
    }
}
