package dev.volta.cli.experiment;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Problem;
import dev.volta.core.config.load.Effective;
import dev.volta.core.deploy.Scope.LimitRule;
import dev.volta.core.remote.Remote;
import dev.volta.core.report.Caution;
import dev.volta.core.report.RunWarning;
import dev.volta.core.supervisor.Enforcement;
import dev.volta.hashing.workload.JvmMemory;
import java.util.List;

/** Looks whether workers of this machine can be held to their limits, before anything is started. */
record LocalLimits(Effective<Experiment> effective, LimitRule rule) {
    /** What each of {@code workers} is held to. */
    record Held(Limits each, List<Caution> doubts) {}

    /** @throws ConfigurationException if limits cannot be kept or lived with, and have to be */
    Held of(int workers, Remote machine) throws InterruptedException {
        var each = effective.value().limits().each(workers);
        if (each.equals(Limits.NONE)) {
            return new Held(each, List.of());
        }
        each.memory().flatMap(JvmMemory::tooLittle).ifPresent(arithmetic -> {
            throw refused("memory for " + workers + " workers: " + arithmetic, "more memory, or fewer workers");
        });
        var enforcement = Enforcement.ask(machine);
        var reasons = enforcement.against(each);
        if (reasons.isEmpty()) {
            return new Held(each, List.of());
        }
        var problem = "this machine cannot hold workers to their limits: " + String.join("; ", reasons);
        return switch (rule) {
            case ENFORCED -> throw refused(problem, "root, no limits, or --limits advisory");
            case ADVISORY ->
                new Held(enforcement.of(each), List.of(new Caution(RunWarning.LIMITS_NOT_ENFORCED, problem)));
        };
    }

    private ConfigurationException refused(String problem, String right) {
        var tree = effective.tree();
        var origin = tree.child("limits").orElse(tree).origin();
        return new ConfigurationException(List.of(Problem.expected(origin, "limits", problem, right)));
    }
}
