package dev.volta.core.operation.services;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Fleet;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.deploy.DeployedPlace;
import dev.volta.core.deploy.DescribedPlace;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Scope;
import dev.volta.core.deploy.Shutdown;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodePattern;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.PatternException;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.lock.LockHeldException;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Stops what was deployed from here and has left the description. What is stopped is struck out of the record; what cannot be
 * reached stays there.
 */
public final class StoppingForgotten {
    private final FleetContext context;
    private final ChangeSettings settings;
    private final FleetRecord record;
    private int code = ExitCode.OK.code();

    public StoppingForgotten(FleetContext context, ChangeSettings settings) {
        this.context = context;
        this.settings = settings;
        this.record = new FleetRecord(context);
    }

    private PrintWriter err() {
        return context.err();
    }

    private PrintWriter out() {
        return context.out();
    }

    /** Does it; returns an exit code. */
    public int run() throws IOException, InterruptedException {
        var places = chosen(record.forgotten(Map.of()));
        if (places.isEmpty()) {
            out().println("nothing that was deployed from here is left outside of the description");
            return ExitCode.OK.code();
        }
        if (!context.isDescribed()) {
            stop(places, Optional.empty());
            return finish();
        }
        try (var fleet = DeployedFleet.open(context, context.configuration().nodes(), true)) {
            var change = new FleetChange(
                    context, settings, fleet, context.configuration().nodes());
            var ended = change.lockedIfReached(() -> {
                stop(left(places, fleet), Optional.of(fleet.lockPlace()));
                return code;
            });
            raise(ended);
        }
        return finish();
    }

    private int finish() {
        if (code != ExitCode.OK.code() && !settings.dryRun()) {
            err().println("volta: what was not stopped stays in the record; " + Forgotten.adviceIfGone("NODE"));
        }
        return code;
    }

    private void raise(int other) {
        code = Math.max(code, other);
    }

    private List<DeployedPlace> chosen(List<DeployedPlace> places) {
        var limit = context.limit();
        if (limit.isEmpty() || places.isEmpty()) {
            return places;
        }
        var nodes = new LinkedHashMap<NodeName, Node>();
        places.forEach(place -> nodes.putIfAbsent(place.address().node(), place.node()));
        var names = NodePattern.select(limit.get(), new Inventory(List.copyOf(nodes.values()))).stream()
                .map(Node::name)
                .collect(Collectors.toSet());
        return places.stream()
                .filter(place -> names.contains(place.address().node()))
                .toList();
    }

    /** Those of {@code places} that no node of the description turns out to be, by what the nodes say themselves. */
    private List<DeployedPlace> left(List<DeployedPlace> places, DeployedFleet fleet)
            throws IOException, InterruptedException {
        var desired = fleet.desired(fleet.look((_, _) -> {}));
        var described = record.described(desired.views());
        var left = new ArrayList<DeployedPlace>();
        for (var place : places) {
            var same = described.stream().filter(place::isIn).findFirst();
            var unseen = described.stream()
                    .filter(node -> node.view().isEmpty() && mayBe(place, node))
                    .findFirst();
            if (same.isPresent()) {
                out().println(place.address().node() + ": is the node "
                        + same.get().address().node() + " of the description; nothing is stopped there");
                if (!settings.dryRun()) {
                    record.replace(place.movedTo(same.get().address()));
                }
            } else if (unseen.isPresent()) {
                fail(
                        place,
                        "may be the node " + unseen.get().address().node()
                                + " of the description, which has the same host key and cannot be looked at now");
            } else {
                left.add(place);
            }
        }
        return left;
    }

    private static boolean mayBe(DeployedPlace place, DescribedPlace node) {
        return place.address().sharesKey(node.address()) && place.wouldBeIn(node);
    }

    private void fail(DeployedPlace place, String why) {
        err().println("volta: " + place.address().node() + ": " + why);
        raise(ExitCode.FAILED.code());
    }

    /** @param held the lock that this command has already */
    private void stop(List<DeployedPlace> places, Optional<LockPlace> held) throws IOException, InterruptedException {
        var ready = places.stream().filter(this::isStillThere).toList();
        for (var batch : batches(ready)) {
            try {
                raise(stopTogether(batch, held));
            } catch (LockHeldException e) {
                err().println("volta: " + e.getMessage());
                raise(ExitCode.LOCK_HELD.code());
            }
        }
    }

    /** Whether the machine that answers at the address is, by the host key that is pinned now, the one of the record. */
    private boolean isStillThere(DeployedPlace place) {
        var now = record.address(place.node());
        if (now.hasOtherKeysThan(place.address())) {
            fail(
                    place,
                    "at " + place.address().told() + " there is another machine now, with another host key; what was"
                            + " deployed was on the one before");
            return false;
        }
        return true;
    }

    /** Places that can be stopped together: of one fleet with one lock, and each node once. */
    private static List<List<DeployedPlace>> batches(List<DeployedPlace> places) {
        record Kind(String fleet, LockPlace lock, int round) {}
        var rounds = new LinkedHashMap<String, Integer>();
        var batches = new LinkedHashMap<Kind, List<DeployedPlace>>();
        for (var place : places) {
            var fleet = place.layout().fleet();
            var node = fleet + " " + place.lock() + " " + place.address().node();
            var round = rounds.merge(node, 1, Integer::sum);
            batches.computeIfAbsent(new Kind(fleet, place.lock(), round), _ -> new ArrayList<>())
                    .add(place);
        }
        return List.copyOf(batches.values());
    }

    private int stopTogether(List<DeployedPlace> batch, Optional<LockPlace> held)
            throws IOException, InterruptedException {
        var nodes = batch.stream().map(DeployedPlace::node).toList();
        var fleet = new Fleet(batch.getFirst().layout().fleet(), NodePaths.UNSAID);
        var lock = lock(batch.getFirst().lock(), nodes);
        try (var once = DeployedFleet.open(context, new Configuration(fleet, new Inventory(nodes), List.of()), lock)) {
            var change = new FleetChange(context, settings, once, nodes);
            CommandLock.Work<Integer> work = () -> stop(batch, once, change);
            return held.filter(one -> isSame(one, batch.getFirst().lock())).isPresent()
                    ? work.run()
                    : change.lockedIfReached(work);
        }
    }

    /** The lock of then, with its node under another name where that is another node's in this batch. */
    private static LockPlace lock(LockPlace lock, List<Node> nodes) {
        for (var node : nodes) {
            if (node.name().equals(lock.node().name())) {
                return node.reach().equals(lock.node().reach())
                        ? new LockPlace(node, lock.name())
                        : new LockPlace(renamed(lock.node()), lock.name());
            }
        }
        return lock;
    }

    private static Node renamed(Node node) {
        var name = new NodeName("lock-" + node.name());
        return new Node(name, node.reach(), node.labels(), node.vm(), node.paths(), node.origin());
    }

    private boolean isSame(LockPlace one, LockPlace other) {
        return one.name().equals(other.name()) && record.address(one.node()).isMachineOf(record.address(other.node()));
    }

    private int stop(List<DeployedPlace> batch, DeployedFleet once, FleetChange change)
            throws IOException, InterruptedException {
        var seen = only(batch, once.look(err()));
        var desired = once.desired(seen);
        var names = batch.stream().map(place -> place.address().node()).collect(Collectors.toSet());
        var plan = Shutdown.plan(desired, Scope.whole(names));
        if (settings.dryRun()) {
            batch.forEach(place -> out().println(Forgotten.line(place)));
            return change.show(plan, seen);
        }
        var outcome = change.carryOut(plan, desired, seen, OptionalInt.empty());
        var done = outcome.finished().stream().map(Node::name).collect(Collectors.toSet());
        record.remove(batch.stream()
                .filter(place -> done.contains(place.address().node()))
                .toList());
        return change.tell(outcome, plan.stages().isEmpty() ? "nothing runs" : PlanText.sum(plan));
    }

    /** What was seen, with a failure for nodes where the login or the supervisor is another one than then. */
    private static FleetOutcome<ObservedNode> only(List<DeployedPlace> batch, FleetOutcome<ObservedNode> seen) {
        var places =
                batch.stream().collect(Collectors.toMap(place -> place.address().node(), place -> place));
        var all = new LinkedHashMap<Node, Outcome<ObservedNode>>();
        seen.byNode().forEach((node, outcome) -> {
            var place = places.get(node.name());
            if (place == null) {
                return; // has the lock, and nothing else of this batch
            }
            var differs =
                    outcome instanceof Outcome.Done<ObservedNode>(var view, var _, var _) && !place.isSeenIn(view);
            all.put(node, differs ? new Outcome.Failed<>(otherLogin(place)) : outcome);
        });
        return new FleetOutcome<>(all, seen.interrupted());
    }

    private static String otherLogin(DeployedPlace place) {
        return "its services were put there by " + place.account().user() + " (uid "
                + place.account().uid() + "), who is"
                + " not who logs in now, or another supervisor keeps services there now";
    }

    /** Drops what is recorded of a node that is gone for good. */
    public static int drop(String name, FleetContext context, ChangeSettings settings)
            throws IOException, InterruptedException {
        var record = new FleetRecord(context);
        var forgotten = record.allForgotten();
        var gone = forgotten.stream()
                .filter(place -> place.address().node().value().equals(name))
                .toList();
        if (gone.isEmpty()) {
            var known = forgotten.stream()
                    .map(place -> place.address().node().value())
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw new PatternException("nothing that has left the description is recorded of '" + name + "'"
                    + (known.isEmpty() ? "" : "; it is of " + known));
        }
        var out = context.out();
        for (var place : gone) {
            out.println((settings.dryRun()
                            ? "would be dropped from the record: "
                            : "dropped from the record, nothing is stopped: ")
                    + Forgotten.line(place));
        }
        out.flush();
        if (!settings.dryRun()) {
            // That it was done stands in the log, like everything about a node.
            context.audit(gone.stream().map(DeployedPlace::node).toList()).close();
            record.remove(gone);
        }
        return ExitCode.OK.code();
    }
}
