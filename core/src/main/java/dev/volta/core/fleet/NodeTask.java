package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.remote.Remote;

/** What is to be done on each node. It is called once per node, for several nodes at a time. */
@FunctionalInterface
public interface NodeTask<T> {
    /**
     * Any exception is the node's failure, whatever of it was to be expected; a {@link CommandFailure} ends the whole run.
     */
    T run(Node node, Remote remote) throws InterruptedException;

    /** Whether {@code result} counts as a success. */
    default boolean succeeded(T result) {
        return true;
    }
}
