package dev.volta.cli.keeper;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperAccess;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.keeper.client.KeptLinks;
import dev.volta.core.link.Links;
import dev.volta.core.link.Way;
import dev.volta.core.remote.NodeName;
import dev.volta.core.workload.Site;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;

/** The links between the workers of a fleet and their controller, as far as a keeper holds them between commands. */
public final class LinkKeeping {
    private final KeeperPlace place;
    private final KeeperControl control;
    private final SshChoices choices;
    private final boolean wanted;

    /**
     * @param place of the fleet's keeper
     * @param wanted whether the operator asked for a keeper
     */
    LinkKeeping(KeeperPlace place, SshChoices choices, boolean wanted) {
        this.place = place;
        this.control = new KeeperControl(place);
        this.choices = choices;
        this.wanted = wanted;
    }

    /**
     * The links of {@code site} as a keeper holds them; empty if none is to, or if none is to be had, which {@code err} is
     * told.
     *
     * @param log stays open as long as what is returned
     */
    public Optional<Links> held(Site site, Function<NodeName, Node> nodes, AuditLog log, PrintWriter err)
            throws InterruptedException {
        try {
            return concerns(site, nodes) ? Optional.of(hold(site, nodes, log)) : Optional.empty();
        } catch (KeeperException e) {
            err.println("volta: no keeper holds the links: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a keeper is to hold, or holds, the links of {@code site}; it does for nodes over SSH only. */
    private boolean concerns(Site site, Function<NodeName, Node> nodes) throws InterruptedException {
        var isRemote =
                site.places().stream().allMatch(at -> nodes.apply(at.node()).reach() instanceof Reach.Ssh);
        return isRemote
                && site.places().size() > 1
                && (wanted || !KeptLinks.of(control, place.hub()).isEmpty());
    }

    private Links hold(Site site, Function<NodeName, Node> nodes, AuditLog log) throws InterruptedException {
        var access = new KeeperAccess(place, KeeperFiles.program(place, KeeperFiles.IDLE), choices.settings());
        var held = false;
        try {
            var links = KeptLinks.hold(access, control, Way.of(site, place.hub()), place.hub(), nodes, log);
            held = true;
            return links;
        } finally {
            if (!held) {
                access.close();
            }
        }
    }

    /** Closes the links that a keeper holds. */
    public void release() throws InterruptedException {
        KeptLinks.release(control, place.hub());
    }
}
