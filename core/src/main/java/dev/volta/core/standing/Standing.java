package dev.volta.core.standing;

import dev.volta.core.deploy.Difference;
import dev.volta.core.host.Fact;
import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import java.util.Optional;

/**
 * One service on one node.
 *
 * @param unit such as {@code worker-node2-1}
 * @param status what its supervisor says; absent if it does not know the service
 * @param difference why it is outdated
 * @param healthy what its health check says now
 */
public record Standing(
        NodeName node,
        String unit,
        Match match,
        Optional<ServiceStatus> status,
        Optional<Difference> difference,
        Fact<Boolean> healthy) {
    /** How a service compares with its description. */
    public enum Match {
        CURRENT,
        OUTDATED,
        MISSING,
        UNDESCRIBED
    }

    /** Whether it runs as it is described, and nothing says that it is not healthy. */
    public boolean ok() {
        return match == Match.CURRENT && isUp() && healthy.toOptional().orElse(true);
    }

    boolean isUp() {
        return status.isPresent() && status.get().state() instanceof ServiceState.Running(long pid, int _) && pid != 0;
    }
}
