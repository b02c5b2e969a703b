package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stages in the order in which they were added; one without steps is none. */
final class StageList {
    private final List<Stage> stages = new ArrayList<>();

    /** All nodes side by side. */
    void atOnce(String name, List<String> needs, Map<NodeName, List<Step>> steps) {
        add(new Stage(name, needs, steps, false));
    }

    /** A few nodes at a time. */
    void rolling(String name, List<String> needs, Map<NodeName, List<Step>> steps) {
        add(new Stage(name, needs, steps, true));
    }

    private void add(Stage stage) {
        if (!stage.steps().isEmpty()) {
            stages.add(stage);
        }
    }

    List<Stage> all() {
        return List.copyOf(stages);
    }

    static void add(Map<NodeName, List<Step>> steps, Step step) {
        steps.computeIfAbsent(step.node(), _ -> new ArrayList<>()).add(step);
    }
}
