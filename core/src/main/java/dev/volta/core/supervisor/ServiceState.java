package dev.volta.core.supervisor;

import java.util.OptionalInt;

/** What a supervisor knows of a service. */
public sealed interface ServiceState {
    /** This state in a few words. */
    default String told() {
        return switch (this) {
            case Running(long pid, int _) when pid == 0 -> "waits to be started again";
            case Running _ -> "running";
            case Frozen _ -> "stopped by a signal";
            case Unwatched _ -> "unwatched";
            case Stopped(var status) when status.isPresent() -> "ended with status " + status.getAsInt();
            case Stopped _ -> "stopped";
        };
    }

    /**
     * It is kept running.
     *
     * @param pid of the service itself; 0 while the supervisor waits before it starts it again
     * @param restarts since it was started
     */
    record Running(long pid, int restarts) implements ServiceState {}

    /** Its program, process {@code pid}, is stopped as by SIGSTOP, and does nothing until SIGCONT. */
    record Frozen(long pid) implements ServiceState {}

    /**
     * Processes of it run, {@code pid} among them, and nobody would start it again: whoever watched it was killed, or has lost
     * the folder of the service.
     */
    record Unwatched(long pid) implements ServiceState {}

    /**
     * It ended, or was stopped.
     *
     * @param exitStatus of the program's last run, if it was seen
     */
    record Stopped(OptionalInt exitStatus) implements ServiceState {}
}
