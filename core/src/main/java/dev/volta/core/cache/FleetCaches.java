package dev.volta.core.cache;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page caches of a fleet: looked at first, then dropped once per kernel, everywhere at the same time. */
public final class FleetCaches {
    private final FanOut fanOut;
    private final NodeAccess access;

    public FleetCaches(FanOut fanOut, NodeAccess access) {
        this.fanOut = fanOut;
        this.access = access;
    }

    /** Finds out which kernels there are and who can drop their caches. Changes nothing. */
    public DropPlan survey(List<Node> nodes) throws InterruptedException {
        var answers = complete(
                fanOut.run(nodes, access, (node, remote) -> new PageCache(remote).ability(), (node, outcome) -> {}));
        var kernels = new LinkedHashMap<String, DropPlan.Kernel>();
        var lacking = new LinkedHashMap<Node, String>();
        answers.byNode().forEach((node, outcome) -> {
            switch (outcome) {
                case Outcome.Done<Ability>(Ability.Direct able, var _, var _) ->
                    add(kernels, able.bootId(), node, able);
                case Outcome.Done<Ability>(Ability.ThroughSudo able, var _, var _) ->
                    add(kernels, able.bootId(), node, able);
                case Outcome.Done<Ability>(Ability.None none, var _, var _) -> lacking.put(node, none.reason());
                case Outcome.Unreachable<Ability>(var reason) -> lacking.put(node, reason);
                case Outcome.Failed<Ability>(var reason) -> lacking.put(node, reason);
                case Outcome.NotStarted<Ability> _, Outcome.Interrupted<Ability> _ ->
                    lacking.put(node, "was not asked");
            }
        });
        return new DropPlan(List.copyOf(kernels.values()), lacking);
    }

    private static void add(Map<String, DropPlan.Kernel> kernels, String bootId, Node node, Ability ability) {
        kernels.merge(bootId, new DropPlan.Kernel(bootId, List.of(node), ability), (known, same) -> {
            var nodes = new ArrayList<>(known.nodes());
            // Who needs no sudo goes first, and does it.
            var first = same.ability() instanceof Ability.Direct && !(known.ability() instanceof Ability.Direct);
            nodes.add(first ? 0 : nodes.size(), node);
            return new DropPlan.Kernel(bootId, nodes, first ? same.ability() : known.ability());
        });
    }

    /** Drops the caches of every kernel of {@code plan}, which must lack nothing; the outcome has one node per kernel. */
    public FleetOutcome<Level> drop(DropPlan plan, Level level, String sudoPassword) throws InterruptedException {
        if (!plan.lacking().isEmpty()) {
            throw new IllegalArgumentException("not every cache can be dropped");
        }
        var doers = plan.kernels().stream()
                .collect(Collectors.toMap(DropPlan.Kernel::doer, Function.identity(), (a, b) -> a, LinkedHashMap::new));
        return complete(fanOut.run(
                List.copyOf(doers.keySet()),
                access,
                (node, remote) -> {
                    switch (Objects.requireNonNull(doers.get(node)).ability()) {
                        case Ability.Direct _ -> new PageCache(remote).drop(level);
                        case Ability.ThroughSudo _ -> new PageCache(remote).dropThroughSudo(level, sudoPassword);
                        case Ability.None(var reason) -> throw new IllegalStateException(reason);
                    }
                    return level;
                },
                (node, outcome) -> {}));
    }

    /** How much of the files at or below {@code paths} each node has in memory. */
    public FleetOutcome<List<Residency>> residency(List<Node> nodes, List<String> paths) throws InterruptedException {
        return complete(fanOut.run(
                nodes, access, (node, remote) -> new PageCache(remote).residency(paths), (node, outcome) -> {}));
    }

    private static <T> FleetOutcome<T> complete(FleetOutcome<T> outcome) throws InterruptedException {
        if (outcome.interrupted()) {
            throw new InterruptedException();
        }
        return outcome;
    }
}
