package dev.volta.core.experiment;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.Change;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.DesiredUnit;
import dev.volta.core.deploy.Finding;
import dev.volta.core.deploy.NodeProgress;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.Rollout;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.link.Links;
import dev.volta.core.lock.Hold;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import dev.volta.core.report.Verdict;
import dev.volta.core.run.ExitCode;
import dev.volta.core.run.Parallel;
import dev.volta.core.run.StepRunner;
import dev.volta.core.service.SocketStar;
import dev.volta.core.supervisor.ServiceLogs;
import dev.volta.core.wire.Quantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The services of a fleet. What is missing, or not as the experiment wants it, is deployed before it.
 * After it, what was not running before is stopped, and what was restarted is brought to the fleet's own description.
 */
public final class FleetServices implements Services {
    /** Of services that stay, whose logs may be long. */
    private static final int LOG_LINES = 2000;

    /** So many services are stopped, or asked for their logs, at the same time. */
    private static final int AT_ONCE = 32;

    private final DesiredState desired;
    private final List<DeployPlan> plans;
    private final Optional<SocketStar> sockets;
    private final NodeAccess access;
    private final Linking linking;
    private final Hold hold;
    private final Described described;
    private final List<Change> restarted = new ArrayList<>();
    private final List<Change> started = new ArrayList<>();
    private @Nullable Links links;

    /**
     * @param plans bring them up, one after the other
     * @param sockets by which they reach each other, if they do
     * @param linking makes the links between them
     * @param hold of the fleet, for all the time of the experiment
     * @param access makes connections anew when they are lost
     */
    public FleetServices(
            DesiredState desired,
            List<DeployPlan> plans,
            Optional<SocketStar> sockets,
            NodeAccess access,
            Linking linking,
            Hold hold,
            Described described) {
        this.described = described;
        this.desired = desired;
        this.plans = List.copyOf(plans);
        this.sockets = sockets;
        this.access = access;
        this.linking = linking;
        this.hold = hold;
    }

    /** Makes links, or finds those that there are. */
    public interface Linking {
        Links open(SocketStar sockets, Function<NodeName, Node> nodes) throws InterruptedException;
    }

    /** How the fleet is without the experiment. */
    public interface Described {
        /**
         * What brings the units of {@code changes} there, as they stand now.
         *
         * @param unknown told each node that cannot be looked at, whose units then stay as they are
         */
        List<DeployPlan> plans(List<Change> changes, Consumer<RemoteException> unknown) throws InterruptedException;
    }

    @Override
    public Optional<Path> up() throws InterruptedException {
        for (var change :
                plans.stream().flatMap(plan -> plan.changes().stream()).toList()) {
            switch (change.kind()) {
                case START -> started.add(change);
                case RESTART -> restarted.add(change);
                case REPAIR, STOP, REMOVE -> {}
            }
        }
        deploy(plans);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        var opened = linking.open(sockets.get(), this::node);
        links = opened;
        return Optional.of(opened.hub());
    }

    /** Sees before a step that nobody else has the fleet. */
    private void requireHold(NodeName node) {
        if (hold.lost().isPresent()) {
            throw new RemoteException(node, "was left as it is, because the lock of the fleet was lost");
        }
    }

    @Override
    public Optional<Verdict> disturbance() {
        return hold.lost().map(FleetServices::disturbed);
    }

    @Override
    public void confirm() throws InterruptedException {
        hold.prove();
    }

    private static Verdict disturbed(String how) {
        return new Verdict(
                Verdict.Outcome.FAILED,
                ExitCode.LOCK_LOST.code(),
                "the lock of the fleet was lost (" + how + "), so what was measured may be another command's doing");
    }

    private void deploy(List<DeployPlan> some) throws InterruptedException {
        for (var plan : some) {
            var nodes =
                    desired.views().values().stream().map(ObservedNode::node).toList();
            var rollout = new Rollout(
                    desired.views(), access, nodes.size(), OptionalInt.empty(), step -> requireHold(step.node()));
            var outcome = rollout.run(plan, nodes);
            if (outcome.interrupted()) {
                throw new InterruptedException();
            }
            for (var failed : outcome.unfinished()) {
                throw new RemoteException(failed.name(), reason(outcome.byNode().get(failed)));
            }
        }
    }

    @Override
    public void fetchLogs(Path folder) throws InterruptedException {
        var parts = desired.wanted().stream()
                .map(DesiredUnit::planned)
                .filter(planned -> planned.kind().isPresent())
                .toList();
        Parallel.atMost(AT_ONCE, parts, part -> {
            var unit = part.unit().name();
            var target = folder.resolve(part.node() + "-" + unit + ".log");
            var lines = passes(part.node()) ? ServiceLogs.ALL : LOG_LINES;
            ServiceLogs.fetch(runner(part.node()).supervisor(), unit, lines, target);
            return target;
        });
    }

    @Override
    public List<RaisedWarning> doubts() {
        var doubts = new ArrayList<RaisedWarning>();
        plans.stream()
                .flatMap(plan -> plan.findings().stream())
                .filter(finding -> finding.subject() == Finding.Subject.LIMITS)
                .distinct()
                .map(finding ->
                        new RaisedWarning(RunWarning.LIMITS_NOT_ENFORCED, finding.node() + ": " + finding.problem()))
                .forEach(doubts::add);
        if (links == null) {
            return doubts;
        }
        links.cuts()
                .forEach((node, cut) -> doubts.add(new RaisedWarning(
                        RunWarning.LINK_CUT,
                        "the link to " + node + " was cut for " + Quantities.duration(cut.toNanos()) + " in all")));
        return doubts;
    }

    @Override
    public void down() throws InterruptedException {
        var failures = new ArrayList<RemoteException>();
        if (links != null) {
            try {
                links.close();
            } catch (RemoteException e) {
                failures.add(e);
            }
        }
        if (!started.isEmpty() || !restarted.isEmpty()) {
            leaveAsDescribed(failures);
        }
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void leaveAsDescribed(List<RemoteException> failures) throws InterruptedException {
        var failed = Collections.synchronizedList(new ArrayList<RemoteException>());
        for (var ofOneKind : lastFirst(started)) {
            Parallel.atMost(AT_ONCE, ofOneKind, start -> {
                try {
                    end(start.node(), start.unit());
                } catch (RemoteException e) {
                    failed.add(e);
                }
                return start;
            });
        }
        failures.addAll(failed);
        try {
            if (!restarted.isEmpty()) {
                deploy(described.plans(restarted, failures::add));
            }
        } catch (RemoteException e) {
            failures.add(e);
        }
    }

    /** Units of one service together, the service that started last before the others. */
    private List<List<Change>> lastFirst(List<Change> changes) {
        var kinds = new LinkedHashMap<String, List<Change>>();
        for (var one : desired.wanted()) {
            changes.stream()
                    .filter(change -> change.node().equals(one.node())
                            && change.unit().equals(one.unit().name()))
                    .forEach(change -> kinds.computeIfAbsent(one.service().name(), _ -> new ArrayList<>())
                            .add(change));
        }
        return List.copyOf(kinds.sequencedValues().reversed());
    }

    /** Whether all that there is on {@code node} goes with the command. */
    private boolean passes(NodeName node) {
        return desired.view(node).layout().passing().isPresent();
    }

    private void end(NodeName node, String unit) throws InterruptedException {
        requireHold(node);
        var runner = runner(node);
        runner.run(new Step.StopService(node, unit));
        if (!passes(node) && !desired.view(node).services().containsKey(unit)) {
            runner.run(new Step.RemoveService(node, unit));
        }
    }

    private static String reason(@Nullable Outcome<NodeProgress> outcome) {
        return switch (outcome) {
            case Outcome.Failed<NodeProgress>(var reason) -> reason;
            case Outcome.Unreachable<NodeProgress>(var reason) -> "unreachable: " + reason;
            case null, default -> "its services were not started";
        };
    }

    private StepRunner runner(NodeName name) throws InterruptedException {
        var view = desired.view(name);
        var remote = access.connect(view.node());
        return new StepRunner(remote, view.supervisor(remote));
    }

    private Node node(NodeName name) {
        return desired.view(name).node();
    }
}
