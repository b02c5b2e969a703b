package dev.volta.core.cache;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.privilege.Sudo;
import dev.volta.core.remote.Remote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The page caches of a fleet: looked at first, then dropped once per kernel, everywhere at the same time. */
public final class FleetCaches {
    private final FanOut fanOut;
    private final NodeAccess access;
    private final Sudo sudo;

    public FleetCaches(FanOut fanOut, NodeAccess access, Sudo sudo) {
        this.fanOut = fanOut;
        this.access = access;
        this.sudo = sudo;
    }

    /** Finds out which kernels there are and whether their caches can be dropped. Changes nothing. */
    public DropPlan survey(List<Node> nodes) throws InterruptedException {
        var answers = complete(
                fanOut.run(nodes, access, (node, remote) -> cache(remote).kernel(), (node, outcome) -> {}));
        var kernels = new LinkedHashMap<String, List<Node>>();
        var lacking = new LinkedHashMap<Node, String>();
        answers.byNode().forEach((node, outcome) -> {
            switch (outcome) {
                case Outcome.Done<String>(var bootId, var _, var _) ->
                    kernels.computeIfAbsent(bootId, _ -> new ArrayList<>()).add(node);
                case Outcome.Unreachable<String>(var reason) -> lacking.put(node, reason);
                case Outcome.Failed<String>(var reason) -> lacking.put(node, reason);
                case Outcome.NotStarted<String> _, Outcome.Interrupted<String> _ -> lacking.put(node, "was not asked");
            }
        });
        return new DropPlan(kernels, lacking);
    }

    /** Drops the caches of every kernel of {@code plan}, which must lack nothing; the outcome has one node per kernel. */
    public FleetOutcome<Level> drop(DropPlan plan, Level level) throws InterruptedException {
        if (!plan.lacking().isEmpty()) {
            throw new IllegalArgumentException("not every cache can be dropped");
        }
        return complete(fanOut.run(
                plan.doers(),
                access,
                (node, remote) -> {
                    cache(remote).drop(level);
                    return level;
                },
                (node, outcome) -> {}));
    }

    private PageCache cache(Remote remote) throws InterruptedException {
        return new PageCache(remote, sudo.on(remote));
    }

    /** How much of the files at or below {@code paths} each node has in memory. */
    public FleetOutcome<List<Residency>> residency(List<Node> nodes, List<String> paths) throws InterruptedException {
        return complete(
                fanOut.run(nodes, access, (node, remote) -> PageCache.residency(remote, paths), (node, outcome) -> {}));
    }

    private static <T> FleetOutcome<T> complete(FleetOutcome<T> outcome) throws InterruptedException {
        if (outcome.interrupted()) {
            throw new InterruptedException();
        }
        return outcome;
    }
}
