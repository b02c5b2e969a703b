package dev.volta.core.keeper.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections that have not said HELLO yet. Each takes memory that the others need, so only so many are kept, and not for
 * long. A client says HELLO as soon as it is connected: of too many the oldest is the least likely to do so.
 */
final class UngreetedClients {
    static final int MOST = 100;
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientConnection, Instant> since = new LinkedHashMap<>();

    /** Adds one that came at {@code now}, and closes the oldest if there are too many. */
    void add(ClientConnection client, Instant now) {
        lock.lock();
        try {
            since.put(client, now);
            if (since.size() > MOST) {
                drop(List.of(since.keySet().iterator().next()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets one that has said HELLO, or is gone. */
    void remove(ClientConnection client) {
        lock.lock();
        try {
            since.remove(client);
        } finally {
            lock.unlock();
        }
    }

    /** Closes those that came too long before {@code now}. */
    void sweep(Instant now) {
        lock.lock();
        try {
            var late = new ArrayList<ClientConnection>();
            since.forEach((client, came) -> {
                if (came.plus(PATIENCE).isBefore(now)) {
                    late.add(client);
                }
            });
            drop(late);
        } finally {
            lock.unlock();
        }
    }

    private void drop(List<ClientConnection> some) {
        for (var client : some) {
            since.remove(client);
            client.drop();
        }
    }
}
