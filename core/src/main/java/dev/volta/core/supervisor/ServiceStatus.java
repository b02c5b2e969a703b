package dev.volta.core.supervisor;

import dev.volta.core.host.Fact;
import java.time.Duration;

/**
 * A service as its supervisor reports it.
 *
 * @param definition SHA-256 of the definition that it was started with, in lower-case hex
 * @param up how long its process has been running
 * @param memoryBytes what it occupies now
 */
public record ServiceStatus(
        String name, ServiceState state, String definition, Fact<Duration> up, Fact<Long> memoryBytes) {
    public boolean isRunning() {
        return state instanceof ServiceState.Running;
    }
}
