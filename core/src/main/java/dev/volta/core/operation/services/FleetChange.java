package dev.volta.core.operation.services;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.NodeProgress;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.PlanText;
import dev.volta.core.deploy.Rollout;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.operation.ChangeSettings;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What commands that change a fleet have in common: the lock, carrying out a plan, telling what became of it. */
final class FleetChange {
    private final FleetContext context;
    private final ChangeSettings settings;
    private final DeployedFleet fleet;
    private final List<Node> selected;
    private @Nullable CommandLock lock;

    FleetChange(FleetContext context, ChangeSettings settings, DeployedFleet fleet, List<Node> selected) {
        this.context = context;
        this.settings = settings;
        this.fleet = fleet;
        this.selected = selected;
    }

    /** The same change as far as it is about {@code some} of the nodes. */
    FleetChange on(List<Node> some) {
        var part = new FleetChange(context, settings, fleet, some);
        part.lock = lock;
        return part;
    }

    /** Where this change is written down. */
    AuditLog log() {
        return fleet.log();
    }

    private PrintWriter err() {
        return context.err();
    }

    /** Does {@code work} while this command has the fleet's lock; a dry run needs none. */
    int locked(CommandLock.Work<Integer> work) throws IOException, InterruptedException {
        if (settings.dryRun()) {
            return work.run();
        }
        try (var taken = take()) {
            return underLock(taken, work);
        }
    }

    /** As {@link #locked}, but goes on without where the node with the lock is lost: what runs can still be stopped. */
    int lockedIfReached(CommandLock.Work<Integer> work) throws IOException, InterruptedException {
        if (settings.dryRun()) {
            return work.run();
        }
        try (var taken = takeIfReached()) {
            return taken == null ? work.run() : underLock(taken, work);
        }
    }

    /** As {@link #locked} where the node with the lock is not there: other commands of the same folder are kept away. */
    int lockedInFolder(CommandLock.Work<Integer> work) throws IOException, InterruptedException {
        if (settings.dryRun()) {
            return work.run();
        }
        try (var taken = CommandLock.ofFolder(context.state(), context.commandLine(), settings.waitLock(), err())) {
            return underLock(taken, work);
        }
    }

    private int underLock(CommandLock taken, CommandLock.Work<Integer> work) throws IOException, InterruptedException {
        lock = taken;
        return taken.guard(work);
    }

    private @Nullable CommandLock takeIfReached() throws InterruptedException {
        try {
            // The lock of the fleet and that of an earlier one may be the same, by another address.
            return CommandLock.takeUnlessOwn(taker(), settings.waitLock()).orElse(null);
        } catch (RemoteException e) {
            err().println("volta: going on without the lock of the fleet: " + e.getMessage());
            return null;
        }
    }

    private CommandLock take() throws InterruptedException {
        return CommandLock.take(taker(), settings.waitLock());
    }

    private CommandLock.Taker taker() {
        return fleet.taker(context);
    }

    /** What became of every selected node, those that were not seen among them. */
    FleetOutcome<NodeProgress> carryOut(
            DeployPlan plan, DesiredState desired, FleetOutcome<ObservedNode> seen, OptionalInt serial)
            throws IOException, InterruptedException {
        fleet.programs().prepare(plan);
        var reached = seen.byNode().keySet().stream()
                .filter(node -> desired.views().containsKey(node.name()))
                .toList();
        var rollout = new Rollout(desired.views(), fleet.nodes(), fleet.parallel(), serial, this::begins);
        var done = rollout.run(plan, reached);
        var all = new LinkedHashMap<Node, Outcome<NodeProgress>>();
        for (var node : selected) {
            all.put(
                    node,
                    done.byNode().containsKey(node)
                            ? done.byNode().get(node)
                            : notSeen(seen.byNode().get(node)));
        }
        done.byNode().forEach((node, outcome) -> {
            if (!outcome.ok()) {
                all.put(node, outcome);
                tellProgress(node, rollout.progress().get(node.name()));
            }
        });
        return new FleetOutcome<>(all, done.interrupted());
    }

    private void tellProgress(Node node, @Nullable NodeProgress progress) {
        if (progress != null && progress.last().isPresent()) {
            err().println("volta: %s stands after %d of %d steps, the last: %s"
                    .formatted(
                            node.name(),
                            progress.done(),
                            progress.planned(),
                            brief(progress.last().get())));
        }
    }

    private static Outcome<NodeProgress> notSeen(@Nullable Outcome<ObservedNode> outcome) {
        return switch (outcome) {
            case Outcome.Unreachable<ObservedNode>(var reason) -> new Outcome.Unreachable<>(reason);
            case Outcome.Failed<ObservedNode>(var reason) -> new Outcome.Failed<>(reason);
            case null, default -> new Outcome.NotStarted<>();
        };
    }

    private void begins(Step step) {
        if (lock != null) {
            lock.require(step.node());
        }
        if (!settings.quiet() && !(step instanceof Step.AwaitHealth)) {
            err().println(step.node() + ": " + brief(step));
        }
    }

    private static String brief(Step step) {
        return step instanceof Step.StartService start ? "start " + start.unit().name() : step.tell();
    }

    /** Tells what stands against {@code plan}. */
    void tellFindings(DeployPlan plan) {
        PlanText.findings(List.of(plan)).forEach(err()::println);
    }

    /** Tells what stands against {@code plan}, and whether nothing may be done because of it. */
    boolean isRefused(DeployPlan plan) {
        tellFindings(plan);
        if (plan.refused()) {
            err().println("volta: nothing was touched");
        }
        return plan.refused();
    }

    /** Prints {@code plan}, which is not carried out. */
    int show(DeployPlan plan, FleetOutcome<ObservedNode> seen) {
        var out = context.out();
        out.print(PlanText.of(plan));
        out.flush();
        return (seen.ok() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    /** Tells what became of the nodes; {@code done} sums up if all went well. */
    int tell(FleetOutcome<NodeProgress> outcome, String done) {
        if (outcome.ok() && !settings.quiet()) {
            var out = context.out();
            out.println(done);
            out.flush();
        }
        return new OutcomeReport<NodeProgress>(err(), _ -> "done").finish(outcome, false);
    }
}
