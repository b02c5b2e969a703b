package dev.volta.core.supervisor;

import java.util.OptionalInt;

/** What a supervisor knows of a service. */
public sealed interface ServiceState {
    /**
     * It is kept running.
     *
     * @param pid of the service itself; 0 while the supervisor waits before it starts it again
     * @param restarts since it was started
     */
    record Running(long pid, int restarts) implements ServiceState {}

    /**
     * It ended, or was stopped.
     *
     * @param exitStatus of the program's last run, if it was seen
     */
    record Stopped(OptionalInt exitStatus) implements ServiceState {}
}
