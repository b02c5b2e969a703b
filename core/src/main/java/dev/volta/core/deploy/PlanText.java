package dev.volta.core.deploy;

import dev.volta.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Plans in words. */
public final class PlanText {
    private static final String NOTHING = "nothing to do\n";

    private PlanText() {}

    /** The plans that have something to do. */
    public static String of(List<DeployPlan> plans) {
        var text = plans.stream()
                .filter(plan -> !plan.stages().isEmpty())
                .map(PlanText::of)
                .collect(Collectors.joining());
        return text.isEmpty() ? NOTHING : text;
    }

    /** What stands against them, a line each. */
    public static List<String> findings(List<DeployPlan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.findings().stream())
                .distinct()
                .map(finding -> "volta: " + finding)
                .toList();
    }

    /** Each stage with the steps of its nodes, and why a service is started. */
    public static String of(DeployPlan plan) {
        if (plan.stages().isEmpty()) {
            return NOTHING;
        }
        var text = new StringBuilder();
        for (var stage : plan.stages()) {
            text.append(stage.name()).append(stage.rolling() ? ", a few nodes at a time:\n" : ":\n");
            for (var steps : stage.steps().values()) {
                steps.forEach(step -> text.append("  ")
                        .append(step.node())
                        .append(": ")
                        .append(told(step, plan))
                        .append('\n'));
            }
        }
        return text.toString();
    }

    private static String told(Step step, DeployPlan plan) {
        return step instanceof Step.StartService start
                ? step.tell()
                        + plan.changes().stream()
                                .filter(change -> change.node().equals(start.node())
                                        && change.unit().equals(start.unit().name()))
                                .map(change -> " (" + change.reason() + ")")
                                .findFirst()
                                .orElse("")
                : step.tell();
    }

    /** How many services are started, restarted, removed and stopped: {@code services started: 4, restarted: 1}. */
    public static String sum(DeployPlan plan) {
        var parts = new ArrayList<String>();
        for (var kind : Change.Kind.values()) {
            if (plan.count(kind) > 0) {
                parts.add(kind.past() + ": " + plan.count(kind));
            }
        }
        return parts.isEmpty() ? "settings written, no service touched" : "services " + String.join(", ", parts);
    }
}
