package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * The same on many nodes at once.
 *
 * @param width how many nodes are worked on at a time
 * @param maxFail so many failures and no further node is started; those at work go on to their end
 * @param limit after which tasks that have not ended are interrupted, and no further one is started
 */
public record FanOut(int width, OptionalInt maxFail, Optional<Duration> limit) {
    public static final int DEFAULT_WIDTH = 64;

    public FanOut {
        if (width < 1 || maxFail.orElse(1) < 1) {
            throw new IllegalArgumentException(
                    "at least one node at a time and one failure, not " + width + " and " + maxFail.orElse(1));
        }
    }

    public FanOut(int width, OptionalInt maxFail) {
        this(width, maxFail, Optional.empty());
    }

    public static FanOut ofWidth(int width) {
        return new FanOut(width, OptionalInt.empty());
    }

    /** The same for {@code time} at most, and what interrupted tasks take to end. */
    public FanOut within(Duration time) {
        return new FanOut(width, maxFail, Optional.of(time));
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
