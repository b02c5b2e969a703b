package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.run.StepRunner;
import dev.volta.core.run.Undisturbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Carries out the stages of a plan, many nodes at a time. A node that fails is left as it stands, and the others go on,
 * but not into a stage that needs what failed. Interrupted, every node ends the step in hand and no other.
 */
public final class Rollout {
    private final Map<NodeName, NodeView> views;
    private final NodeAccess access;
    private final int parallel;
    private final OptionalInt serial;
    private final Listener listener;

    private final Map<NodeName, Outcome<Integer>> standing = new LinkedHashMap<>();
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
            Map<NodeName, NodeView> views, NodeAccess access, int parallel, OptionalInt serial, Listener listener) {
        this.views = Map.copyOf(views);
        this.access = access;
        this.parallel = parallel;
        this.serial = serial;
        this.listener = listener;
    }

    /** Where each of {@code nodes} stands in the end; the result counts the steps that were done. */
    public FleetOutcome<Integer> run(List<Stage> stages, List<Node> nodes) {
        for (var stage : stages) {
            run(stage, nodes);
        }
        var outcomes = new LinkedHashMap<Node, Outcome<Integer>>();
        nodes.forEach(node ->
                outcomes.put(node, standing.getOrDefault(node.name(), new Outcome.Done<>(0, true, Duration.ZERO))));
        return new FleetOutcome<>(outcomes, interrupted);
    }

    private void run(Stage stage, List<Node> nodes) {
        var concerned = nodes.stream()
                .filter(node -> stage.steps().containsKey(node.name()))
                .filter(node ->
                        standing.getOrDefault(node.name(), new Outcome.NotStarted<>()) instanceof Outcome.Done<?>
                                || !standing.containsKey(node.name()))
                .toList();
        var missing = stage.needs().stream().filter(failedStages::contains).findFirst();
        if (interrupted || missing.isPresent()) {
            for (var node : concerned) {
                standing.put(
                        node.name(),
                        interrupted
                                ? new Outcome.NotStarted<>()
                                : new Outcome.Failed<>(
                                        "did not " + stage.name() + ", because '" + missing.get() + "' failed"));
            }
            failedStages.add(stage.name());
            return;
        }
        var outcome = width(stage, concerned.size()).run(concerned, access, task(stage), (_, _) -> {});
        outcome.byNode().forEach((node, one) -> standing.merge(node.name(), one, Rollout::after));
        interrupted = outcome.interrupted();
        if (!outcome.ok() || concerned.size() < stage.steps().size()) {
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

    private NodeTask<Integer> task(Stage stage) {
        return (node, remote) -> {
            var steps = Objects.requireNonNull(stage.steps().get(node.name()));
            var runner = runner(node, remote);
            for (var step : new ArrayList<>(steps)) {
                listener.begins(step);
                Undisturbed.run("step on " + node.name(), () -> runner.run(step));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return steps.size();
        };
    }

    private StepRunner runner(Node node, Remote remote) {
        var view = Objects.requireNonNull(views.get(node.name()));
        return new StepRunner(remote, Supervisors.of(view.account(), view.layout(), remote));
    }

    /** What a node did before and what became of it now, as one. */
    private static Outcome<Integer> after(Outcome<Integer> before, Outcome<Integer> now) {
        return before instanceof Outcome.Done<Integer> done && now instanceof Outcome.Done<Integer> more
                ? new Outcome.Done<>(
                        done.result() + more.result(), more.ok(), done.took().plus(more.took()))
                : now;
    }
}
