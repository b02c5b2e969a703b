package dev.volta.core.supervisor;

import dev.volta.core.host.Fact;
import java.time.Duration;
import java.util.Optional;

/**
 * A service as its supervisor reports it.
 *
 * @param definition SHA-256 of the definition that it was started with, in lower-case hex
 * @param up how long its process has been running
 * @param memoryBytes what it occupies now; where it has a cgroup, all its processes with their page cache
 * @param trouble what went wrong with it last, in words that end a sentence, such as {@code out of memory}
 */
public record ServiceStatus(
        String name,
        ServiceState state,
        String definition,
        Fact<Duration> up,
        Fact<Long> memoryBytes,
        Optional<String> trouble) {
    public ServiceStatus(
            String name, ServiceState state, String definition, Fact<Duration> up, Fact<Long> memoryBytes) {
        this(name, state, definition, up, memoryBytes, Optional.empty());
    }

    public boolean isRunning() {
        return state instanceof ServiceState.Running;
    }
}
