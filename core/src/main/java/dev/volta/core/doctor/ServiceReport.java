package dev.volta.core.doctor;

import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.Difference;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import java.util.Optional;

/**
 * One service on one node.
 *
 * @param unit such as {@code worker-node2-1}
 * @param status what its supervisor says; absent if it does not know the service
 * @param difference why it is outdated
 * @param health what its health check says now
 */
public record ServiceReport(
        NodeName node,
        String unit,
        Match match,
        Optional<ServiceStatus> status,
        Optional<Difference> difference,
        HealthVerdict health) {
    /** How a service compares with its description. */
    public enum Match {
        CURRENT,
        OUTDATED,
        MISSING,
        UNDESCRIBED
    }

    /** Whether it runs as it is described, and does not fail again and again; and is healthy, if it has a check. */
    public boolean ok() {
        return match == Match.CURRENT && isUp() && !isRestless() && health.ok();
    }

    /** Whether it fails again and again: it was started again more than once, lately too. */
    public boolean isRestless() {
        return status.filter(ServiceStatus::isRestless).isPresent();
    }

    boolean isUp() {
        return status.isPresent() && status.get().state() instanceof ServiceState.Running(long pid, int _) && pid != 0;
    }
}
