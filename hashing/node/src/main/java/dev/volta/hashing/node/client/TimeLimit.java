package dev.volta.hashing.node.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a conversation that takes too long by closing its client, for good. It reaches a client that waits for a
 * controller that says nothing, because its process is stopped, too.
 */
public final class TimeLimit implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread timer;

    private TimeLimit(ControllerClient client, Duration limit) {
        timer = Thread.ofVirtual().name("volta-time-limit").start(() -> {
            try {
                Thread.sleep(limit);
                over.set(true);
                client.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the conversation has ended in time
            }
        });
    }

    /** Begins now; it ends when it is closed. */
    public static TimeLimit on(ControllerClient client, Duration limit) {
        return new TimeLimit(client, limit);
    }

    /** Whether the client was closed for it. */
    public boolean isOver() {
        return over.get();
    }

    @Override
    public void close() {
        timer.interrupt();
    }
}
