package dev.volta.core.deploy;

import java.util.List;

/**
 * What has to be done, and what stands against it.
 *
 * @param changes what becomes of which service; services that stay as they are do not appear
 * @param stages in their order; empty if there is nothing to do
 */
public record DeployPlan(List<Finding> findings, List<Change> changes, List<Stage> stages) {
    public DeployPlan {
        findings = List.copyOf(findings);
        changes = List.copyOf(changes);
        stages = List.copyOf(stages);
    }

    /** Whether nothing may be started. */
    public boolean refused() {
        return findings.stream().anyMatch(Finding::refuses);
    }
}
