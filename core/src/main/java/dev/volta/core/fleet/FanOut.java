package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * The same on many nodes at once.
 *
 * @param width how many nodes are worked on at a time
 * @param maxFail so many failures and no further node is started; those at work go on to their end
 */
public record FanOut(int width, OptionalInt maxFail) {
    public static final int DEFAULT_WIDTH = 64;

    public FanOut {
        if (width < 1 || maxFail.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "at least one node at a time and one failure, not " + width + " and " + maxFail.orElse(1));
        }
    }

    public static FanOut ofWidth(int width) {
        return new FanOut(width, OptionalInt.empty());
    }

    /**
     * Connects to each node and runs {@code task} there, on a thread of its own. If the calling thread is interrupted,
     * the tasks are, and the outcome tells how far each node came; the flag is not set again, since the outcome says it.
     *
     * @param ended told each outcome as it comes, by one thread at a time
     */
    public <T> FleetOutcome<T> run(
            List<Node> nodes, NodeAccess access, NodeTask<T> task, BiConsumer<Node, Outcome<T>> ended) {
        return new FanOutRun<>(this, nodes, access, task, ended).run();
    }
}
