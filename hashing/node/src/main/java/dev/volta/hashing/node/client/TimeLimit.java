package dev.volta.hashing.node.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a conversation that takes too long by closing what it is held over, a link or a client. That reaches those, too,
 * who wait for a controller that says nothing because its process is stopped.
 */
public final class TimeLimit implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread timer;

    private TimeLimit(Runnable ending, Duration limit) {
        timer = Thread.ofVirtual().name("volta-time-limit").start(() -> {
            try {
                Thread.sleep(limit);
                over.set(true);
                ending.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the conversation has ended in time
            }
        });
    }

    /** Begins now; after {@code limit} the client is closed for good, unless this is closed before. */
    public static TimeLimit on(ControllerClient client, Duration limit) {
        return new TimeLimit(client::close, limit);
    }

    static TimeLimit on(ClientLink link, Duration limit) {
        return new TimeLimit(link::close, limit);
    }

    /** Whether the time was over before this was closed. */
    public boolean isOver() {
        return over.get();
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
