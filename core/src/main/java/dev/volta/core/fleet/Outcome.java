package dev.volta.core.fleet;

import java.time.Duration;

/** What became of a node in a {@link FanOut}. */
public sealed interface Outcome<T> {
    /**
     * The task came to its end.
     *
     * @param ok whether the task calls its result a success
     */
    record Done<T>(T result, boolean ok, Duration took) implements Outcome<T> {}

    /** No connection came about; nothing was done there. */
    record Unreachable<T>(String reason) implements Outcome<T> {}

    /** The node was lost or refused something in the middle. */
    record Failed<T>(String reason) implements Outcome<T> {}

    /** Its turn never came: too many others had failed, or the run was interrupted before. */
    record NotStarted<T>() implements Outcome<T> {}

    /** The run was interrupted while the task was at work there. */
    record Interrupted<T>() implements Outcome<T> {}

    default boolean ok() {
        return this instanceof Done<T> done && done.ok();
    }
}
