package dev.volta.core.operation.experiment;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.Change;
import dev.volta.core.deploy.DamagedRecordException;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.Scope;
import dev.volta.core.deploy.Scope.Aim;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.operation.services.DeployedFleet;
import dev.volta.core.operation.services.FleetRecord;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.Site;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The looks at nodes that took part in a run when it has ended. Each has a limit: a node that hangs must not keep the
 * command.
 */
record AfterRun(DeployedFleet deployed, PrintWriter err) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of {@code noted}, which were written down for this run, strikes out those on which all was stopped again. */
    void strikeOutStopped(FleetRecord record, List<Node> noted, CommandLock lock) throws InterruptedException {
        if (noted.isEmpty() || lock.lost().isPresent()) {
            return;
        }
        try {
            var seen = deployed.look(noted, LIMIT);
            FoldedNames.byText(unseen(seen, LIMIT))
                    .forEach((nodes, why) -> err.println("volta: " + nodes + " " + why
                            + ", so whether anything still runs there is unknown; the record of what is deployed keeps"
                            + " what it says of " + nodes + "; look with 'volta status'"));
            var after = deployed.desired(seen);
            var idle = after.views().values().stream()
                    .filter(view -> !view.runsServices())
                    .map(ObservedNode::node)
                    .toList();
            if (lock.lost().isEmpty()) {
                record.stopped(after, idle);
            }
        } catch (IOException | DamagedRecordException | RemoteException e) {
            err.println("volta: nodes on which nothing runs any more stay in the record: " + e.getMessage());
        }
    }

    /**
     * What brings the units of {@code changes} to what {@code described} says.
     *
     * @param family whose services did the work
     * @param during what the run wanted
     * @param unknown told each node of which nobody knows what it needs
     */
    List<DeployPlan> described(
            ServiceFamily family,
            DesiredState during,
            Configuration described,
            List<Change> changes,
            Scope.LimitRule rule,
            Consumer<RemoteException> unknown)
            throws InterruptedException {
        var took = Stream.concat(
                        during.site(family).stream()
                                .flatMap(site -> site.places().stream())
                                .map(Site.Place::node),
                        changes.stream().map(Change::node))
                .distinct()
                .map(deployed::node)
                .toList();
        var seen = deployed.look(took, LIMIT);
        var desired = deployed.desired(described, seen);
        var missing = unseen(seen, LIMIT);
        changes.stream().map(Change::node).distinct().forEach(node -> {
            var why = missing.get(node);
            if (why != null) {
                unknown.accept(asItIs(node, "it " + why));
            } else if (!desired.isWhole()) {
                unknown.accept(asItIs(node, "the controller's node could not be looked at: " + told(missing)));
            }
        });
        return changes.stream()
                .map(change -> new Scope(Set.of(change.node()), Optional.of(change.unit()), Aim.DESCRIBED, rule))
                .map(scope -> Deployment.plan(desired, scope))
                .toList();
    }

    private static String told(Map<NodeName, String> missing) {
        return FoldedNames.byText(missing).entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static RemoteException asItIs(NodeName node, String why) {
        return new RemoteException(
                node,
                "its services keep the settings of this run, because " + why
                        + "; run 'volta deploy-all' when all nodes answer");
    }

    /** Why each node was not seen that was not. */
    static Map<NodeName, String> unseen(FleetOutcome<ObservedNode> seen, Duration limit) {
        return seen.byNode().entrySet().stream()
                .filter(entry -> !entry.getValue().ok())
                .collect(Collectors.toMap(
                        entry -> entry.getKey().name(),
                        entry -> switch (entry.getValue()) {
                            case Outcome.Unreachable<ObservedNode>(var reason) -> "cannot be reached (" + reason + ")";
                            case Outcome.Failed<ObservedNode>(var reason) -> "cannot be looked at (" + reason + ")";
                            case Outcome.NotStarted<ObservedNode> _,
                                    Outcome.Interrupted<ObservedNode> _,
                                    Outcome.Done<ObservedNode> _ ->
                                "did not answer within " + DurationFormat.inWords(limit);
                        },
                        (first, _) -> first,
                        LinkedHashMap::new));
    }
}
