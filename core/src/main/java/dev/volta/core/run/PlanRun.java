package dev.volta.core.run;

import dev.volta.core.plan.Plan;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A plan that is being carried out, and that can be undone as far as it was. */
public final class PlanRun {
    private final Map<NodeName, StepRunner> nodes;
    private final Deque<Step> done = new ArrayDeque<>();

    public PlanRun(Map<NodeName, StepRunner> nodes) {
        this.nodes = Map.copyOf(nodes);
    }

    /** Does every step of {@code plan}; stops at the first that fails. */
    public void up(Plan plan) throws InterruptedException {
        for (var step : plan.steps()) {
            done.push(step); // before it is done, so that half a step is undone too
            on(step).run(step);
        }
    }

    /**
     * Undoes everything in reverse order, and goes on even if something fails; the failures come at the end, joined.
     * Services between which nothing was waited for do not depend on each other and are stopped at the same time.
     */
    public void down() throws InterruptedException {
        var failures = new ArrayList<RuntimeException>();
        var stage = new ArrayList<Step.StartService>();
        while (!done.isEmpty()) {
            switch (done.pop()) {
                case Step.StartService start -> stage.add(start);
                case Step.AwaitHealth _ -> stop(stage, failures);
                case Step.MakeFolder folder -> {
                    stop(stage, failures);
                    remove(folder, failures);
                }
                case Step.WriteFile _, Step.PushFile _, Step.Unpack _, Step.StopService _, Step.RemoveService _ -> {}
            }
        }
        stop(stage, failures);
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void stop(List<Step.StartService> stage, List<RuntimeException> failures) throws InterruptedException {
        var joined = Collections.synchronizedList(failures);
        var threads = stage.stream()
                .map(start ->
                        Thread.ofVirtual().name("stop " + start.unit().name()).start(() -> stop(start, joined)))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        stage.clear();
    }

    private void stop(Step.StartService start, List<RuntimeException> failures) {
        try {
            on(start).run(new Step.StopService(start.node(), start.unit().name()));
        } catch (RuntimeException e) {
            failures.add(e);
        } catch (Error e) {
            failures.add(new IllegalStateException("stopping " + start.unit().name() + " broke: " + e, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(Step.MakeFolder folder, List<RuntimeException> failures) throws InterruptedException {
        try {
            on(folder).remove(folder);
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private StepRunner on(Step step) {
        return Objects.requireNonNull(nodes.get(step.node()), () -> "no way to node " + step.node());
    }
}
