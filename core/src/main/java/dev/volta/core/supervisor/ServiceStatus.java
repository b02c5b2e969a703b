package dev.volta.core.supervisor;

import dev.volta.core.host.Fact;
import java.time.Duration;
import java.util.Optional;

/**
 * A service as its supervisor reports it.
 *
 * @param definition {@link Definition#digest} of what is there
 * @param up how long its process has been running
 * @param memoryBytes what it occupies now; where it has a cgroup, all its processes with their page cache
 * @param trouble what went wrong with it last, in words that end a sentence, such as {@code out of memory}
 * @param ran how long it was up before it ended, if it did so by itself
 */
public record ServiceStatus(
        String name,
        ServiceState state,
        String definition,
        Fact<Duration> up,
        Fact<Long> memoryBytes,
        Optional<String> trouble,
        Optional<Duration> ran) {
    public ServiceStatus(
            String name, ServiceState state, String definition, Fact<Duration> up, Fact<Long> memoryBytes) {
        this(name, state, definition, up, memoryBytes, Optional.empty(), Optional.empty());
    }

    /** Whether its program runs, and has for a while if it was started again lately. */
    public boolean isSettled() {
        var running = up.toOptional().orElse(Duration.ZERO);
        return state instanceof ServiceState.Running(long pid, int restarts)
                && pid != 0
                && running.compareTo(restarts == 0 ? HealthGate.SETTLED : HealthGate.RECOVERED) >= 0;
    }

    public boolean isRunning() {
        return state instanceof ServiceState.Running;
    }
}
