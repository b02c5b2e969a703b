package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.plan.Step;
import dev.volta.core.run.StepRunner;
import dev.volta.core.run.Uninterruptible;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries out the stages of a plan, many nodes at a time. A node that fails is left as it stands, and the others go on,
 * but not into a stage that needs what failed. Interrupted, every node ends the step in hand and begins no other.
 */
public final class Rollout {
    private final Map<NodeName, ObservedNode> views;
    private final NodeAccess access;
    private final int parallel;
    private final OptionalInt serial;
    private final Listener listener;

    private final Map<NodeName, Outcome<NodeProgress>> standing = new LinkedHashMap<>();
    private final Map<NodeName, NodeProgress> progress = new ConcurrentHashMap<>();
    private final Set<String> failedStages = new HashSet<>();
    private boolean interrupted;

    /** Told of steps as they begin, by several threads. */
    @FunctionalInterface
    public interface Listener {
        void begins(Step step);
    }

    /**
     * @param parallel how many nodes are worked on at a time
     * @param serial how many of them may restart a service at the same time; absent: a quarter
     */
    public Rollout(
            Map<NodeName, ObservedNode> views, NodeAccess access, int parallel, OptionalInt serial, Listener listener) {
        this.views = Map.copyOf(views);
        this.access = access;
        this.parallel = parallel;
        this.serial = serial;
        this.listener = listener;
    }

    /** What became of each of {@code nodes}. */
    public FleetOutcome<NodeProgress> run(DeployPlan plan, List<Node> nodes) {
        failedStages.addAll(plan.missing());
        for (var node : nodes) {
            var begin = new NodeProgress(0, plan.steps(node.name()), Optional.empty());
            progress.put(node.name(), begin);
            standing.put(node.name(), new Outcome.Done<>(begin, true, Duration.ZERO));
        }
        plan.stages().forEach(stage -> run(stage, nodes));
        var outcomes = new LinkedHashMap<Node, Outcome<NodeProgress>>();
        nodes.forEach(node -> outcomes.put(node, Objects.requireNonNull(standing.get(node.name()))));
        return new FleetOutcome<>(outcomes, interrupted);
    }

    /** How far each node came, also one that failed. */
    public Map<NodeName, NodeProgress> progress() {
        return Map.copyOf(progress);
    }

    private void run(Stage stage, List<Node> nodes) {
        var ready = nodes.stream()
                .filter(node -> stage.steps().containsKey(node.name()))
                .filter(node -> standing.get(node.name()) instanceof Outcome.Done<NodeProgress>)
                .toList();
        var missing = stage.needs().stream().filter(failedStages::contains).findFirst();
        if (interrupted) {
            ready.forEach(node -> standing.put(node.name(), new Outcome.NotStarted<>()));
        } else if (missing.isPresent()) {
            var reason = "did not " + stage.name() + ", because '" + missing.get() + "' was not done everywhere";
            ready.forEach(node -> standing.put(node.name(), new Outcome.Failed<>(reason)));
        } else {
            var outcome = width(stage, ready.size()).run(ready, access, task(stage), (_, _) -> {});
            outcome.byNode().forEach((node, one) -> standing.put(node.name(), one));
            interrupted = outcome.interrupted();
        }
        if (!stage.steps().keySet().stream()
                .allMatch(node -> standing.get(node) instanceof Outcome.Done<NodeProgress>)) {
            failedStages.add(stage.name());
        }
    }

    private FanOut width(Stage stage, int nodes) {
        if (!stage.rolling()) {
            return FanOut.ofWidth(parallel);
        }
        var quarter = Math.max(1, (nodes + 3) / 4);
        return new FanOut(Math.min(parallel, serial.orElse(quarter)), OptionalInt.of(1));
    }

    private NodeTask<NodeProgress> task(Stage stage) {
        return (node, remote) -> {
            var view = Objects.requireNonNull(views.get(node.name()));
            var runner = new StepRunner(remote, view.supervisor(remote));
            for (var step : Objects.requireNonNull(stage.steps().get(node.name()))) {
                listener.begins(step);
                progress.computeIfPresent(node.name(), (_, before) -> before.begins(step));
                run(step, runner);
                progress.computeIfPresent(node.name(), (_, before) -> before.ended());
            }
            return Objects.requireNonNull(progress.get(node.name()));
        };
    }

    /** Waiting changes nothing and may be cut short; everything else is done to its end. */
    private static void run(Step step, StepRunner runner) throws InterruptedException {
        if (step instanceof Step.AwaitHealth) {
            runner.run(step);
            return;
        }
        Uninterruptible.run("step on " + step.node(), () -> runner.run(step));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
