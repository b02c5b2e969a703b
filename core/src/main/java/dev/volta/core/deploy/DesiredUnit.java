package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.deploy.Programs.Artifact;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.supervisor.ServiceUnit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;

/**
 * A service that should run on a node.
 *
 * @param service whose it is
 * @param planned the unit and its settings
 * @param programs what it runs, by absolute path on the node
 */
public record DesiredUnit(ServiceSpec service, PlannedUnit planned, Map<String, Artifact> programs) {
    public DesiredUnit {
        programs = Map.copyOf(programs);
    }

    public NodeName node() {
        return planned.node();
    }

    public ServiceUnit unit() {
        return planned.unit();
    }

    boolean isUnit(NodeName node, String unit) {
        return node().equals(node) && unit().name().equals(unit);
    }

    /** A program of the operator's. */
    static DesiredUnit of(ServiceSpec service, PlannedUnit planned, ObservedNode view) {
        return of(service, planned, view, false, Map.of());
    }

    /** One of Volta's own programs. */
    static DesiredUnit of(
            ServiceSpec service,
            ServiceKind kind,
            PlannedUnit planned,
            ObservedNode view,
            Map<String, Artifact> programs) {
        return of(service, planned, view, kind.hasIdentity(), programs);
    }

    /**
     * {@code planned} with the environment of {@code service}, the part of its limits that the node can enforce, and a
     * revision of what it reads.
     */
    private static DesiredUnit of(
            ServiceSpec service, PlannedUnit planned, ObservedNode view, boolean told, Map<String, Artifact> programs) {
        var files = new ArrayList<>(planned.files());
        if (told) {
            files.add(UnitIdentity.file(planned, view));
        }
        var unit = planned.unit()
                .withEnvironment(told ? UnitIdentity.of(planned, view.node()) : Map.of())
                .withEnvironment(service.environmentOn(view.node()))
                .withLimits(view.enforcement().of(planned.unit().limits()))
                .withRevision(revision(planned));
        var health = service.health().or(planned::health);
        return new DesiredUnit(service, planned.with(unit, files, health), programs);
    }

    private static String revision(PlannedUnit planned) {
        var sums = new StringBuilder();
        planned.files().stream()
                .filter(file -> !file.live())
                .forEach(file -> sums.append(sha256(file))
                        .append(' ')
                        .append(file.path())
                        .append('\n'));
        return sums.isEmpty() ? "" : sha256(sums.toString());
    }

    static String sha256(PlacedFile file) {
        return sha256(file.content());
    }

    static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
