package dev.volta.core.deploy;

import dev.volta.core.plan.Step;
import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.workload.PlannedUnit.PlacedFile;
import java.util.List;
import java.util.Set;

/**
 * What has to be done, and what stands against it.
 *
 * @param changes what becomes of which service; services that stay as they are do not appear
 * @param stages in their order; empty if there is nothing to do
 * @param missing names of stages that would have been needed on nodes that were not seen
 */
public record DeployPlan(List<Finding> findings, List<Change> changes, List<Stage> stages, Set<String> missing) {
    public DeployPlan {
        findings = List.copyOf(findings);
        changes = List.copyOf(changes);
        stages = List.copyOf(stages);
        missing = Set.copyOf(missing);
    }

    /** Nothing stands against these steps, and nothing is missing. */
    static DeployPlan of(List<Change> changes, List<Stage> stages) {
        return new DeployPlan(List.of(), changes, stages, Set.of());
    }

    public long count(Change.Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    /**
     * The files that this plan writes on a node, and the definitions of the services that it starts there.
     *
     * @param supervisor of the node
     */
    public List<PlacedFile> texts(NodeName node, Supervisor supervisor) {
        return stages.stream()
                .flatMap(stage -> stage.steps().getOrDefault(node, List.of()).stream())
                .<PlacedFile>mapMulti((step, texts) -> {
                    switch (step) {
                        case Step.WriteFile write -> texts.accept(write.file());
                        case Step.StartService start ->
                            texts.accept(new PlacedFile(
                                    supervisor.definitionFile(start.unit().name()),
                                    supervisor.definition(start.unit()),
                                    false,
                                    false));
                        case Step.MakeFolder _,
                                Step.PushFile _,
                                Step.Unpack _,
                                Step.StopService _,
                                Step.RemoveService _,
                                Step.AwaitHealth _ -> {}
                    }
                })
                .toList();
    }

    /** Whether some node gets a Java runtime. */
    public boolean installsJava() {
        return stages.stream()
                .flatMap(stage -> stage.steps().values().stream())
                .flatMap(List::stream)
                .anyMatch(Step.Unpack.class::isInstance);
    }

    /** How many steps a node has to go through. */
    int steps(NodeName node) {
        return stages.stream()
                .mapToInt(stage -> stage.steps().getOrDefault(node, List.of()).size())
                .sum();
    }

    /** Whether nothing may be started. */
    public boolean refused() {
        return findings.stream().anyMatch(Finding::refuses);
    }
}
