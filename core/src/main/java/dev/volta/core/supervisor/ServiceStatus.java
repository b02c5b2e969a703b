package dev.volta.core.supervisor;

import dev.volta.core.facts.Fact;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service as its supervisor reports it.
 *
 * @param definition {@link Definition#digest} of what is there
 * @param up how long its process has been running
 * @param memoryBytes what it occupies now; where it has a cgroup, all its processes with their page cache
 * @param trouble what went wrong with it last, in words that end a sentence, such as {@code out of memory}
 * @param ran how long it was up before it ended, if it did so by itself; it may have been started again since
 * @param damaged the files, by path, that its supervisor keeps of it and cannot read any more
 */
public record ServiceStatus(
        String name,
        ServiceState state,
        String definition,
        Fact<Duration> up,
        Fact<Long> memoryBytes,
        Optional<String> trouble,
        Optional<Duration> ran,
        List<String> damaged) {
    public ServiceStatus {
        damaged = List.copyOf(damaged);
    }

    public ServiceStatus(
            String name,
            ServiceState state,
            String definition,
            Fact<Duration> up,
            Fact<Long> memoryBytes,
            Optional<String> trouble,
            Optional<Duration> ran) {
        this(name, state, definition, up, memoryBytes, trouble, ran, List.of());
    }

    public ServiceStatus(
            String name, ServiceState state, String definition, Fact<Duration> up, Fact<Long> memoryBytes) {
        this(name, state, definition, up, memoryBytes, Optional.empty(), Optional.empty());
    }

    /** Whether its program runs, and has for so long that it is believed to stay. */
    public boolean isSettled() {
        return state instanceof ServiceState.Running(long pid, int _)
                && pid != 0
                && up.toOptional().orElse(Duration.ZERO).compareTo(HealthGate.trial(this)) >= 0;
    }

    /** Whether it was started again lately, so that it may end again. */
    public boolean isRecovering() {
        return restarts() > 0 && !isSettled();
    }

    /** Whether it was started again more than once, lately too. */
    public boolean isRestless() {
        return restarts() > 1 && !isSettled();
    }

    /** How often it was started again; 0 if it does not run. */
    public int restarts() {
        return state instanceof ServiceState.Running(long _, int restarts) ? restarts : 0;
    }

    public boolean isRunning() {
        return state instanceof ServiceState.Running;
    }

    /** Which files are damaged, in words that end a sentence; empty if none is. */
    public Optional<String> damage() {
        return switch (damaged.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("its file " + damaged.getFirst() + " is damaged");
            default -> Optional.of("its files " + String.join(", ", damaged) + " are damaged");
        };
    }
}
