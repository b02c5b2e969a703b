package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.plan.Step;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.supervisor.Definition;
import dev.volta.core.supervisor.UnitFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

    /** The files that this plan writes on a node. */
    public List<PlacedFile> files(NodeName node) {
        return steps(node, Step.WriteFile.class).map(Step.WriteFile::file).toList();
    }

    /**
     * The definitions of the services that this plan starts on a node.
     *
     * @param format in which they are written down there
     */
    public List<Definition> definitions(NodeName node, UnitFormat format) {
        return steps(node, Step.StartService.class)
                .map(start -> format.definition(start.unit()))
                .toList();
    }

    /** The names of the services that this plan starts on a node. */
    public List<String> started(NodeName node) {
        return steps(node, Step.StartService.class)
                .map(start -> start.unit().name())
                .toList();
    }

    private <S extends Step> Stream<S> steps(NodeName node, Class<S> kind) {
        return stages.stream()
                .flatMap(stage -> stage.steps().getOrDefault(node, List.of()).stream())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** Whether there is something to do but to look. */
    public boolean changesSomething() {
        return stages.stream()
                .flatMap(stage -> stage.steps().values().stream())
                .flatMap(List::stream)
                .anyMatch(step -> !(step instanceof Step.AwaitHealth));
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
