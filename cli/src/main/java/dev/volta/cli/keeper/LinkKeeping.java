package dev.volta.cli.keeper;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperAccess;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.keeper.client.KeptLinks;
import dev.volta.core.link.Links;
import dev.volta.core.link.Way;
import dev.volta.core.remote.NodeName;
import dev.volta.core.workload.Site;
import java.nio.file.Path;
import java.util.function.Function;

/** The links between the workers of a fleet and their controller, as far as a keeper holds them between commands. */
public final class LinkKeeping {
    private final KeeperPlace place;
    private final KeeperControl control;
    private final SshChoices choices;
    private final boolean wanted;

    /**
     * @param folder of the fleet's configuration
     * @param wanted whether the operator asked for a keeper
     */
    LinkKeeping(Path folder, SshChoices choices, boolean wanted) {
        this.place = KeeperPlace.of(folder);
        this.control = new KeeperControl(place);
        this.choices = choices;
        this.wanted = wanted;
    }

    /** Whether a keeper is to hold, or holds, the links of {@code site}; it does for nodes over SSH only. */
    public boolean concerns(Site site, Function<NodeName, Node> nodes) throws InterruptedException {
        var isRemote =
                site.places().stream().allMatch(at -> nodes.apply(at.node()).reach() instanceof Reach.Ssh);
        return isRemote
                && site.places().size() > 1
                && (wanted || !KeptLinks.of(control, place.hub()).isEmpty());
    }

    /** Has a keeper hold the links of {@code site}, and no others of this fleet. */
    public Links hold(Site site, Function<NodeName, Node> nodes) throws InterruptedException {
        var access = new KeeperAccess(place, KeeperFiles.program(place, KeeperFiles.IDLE), choices.settings());
        var held = false;
        try {
            var links = KeptLinks.hold(access, control, Way.of(site, place.hub()), place.hub(), nodes);
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
