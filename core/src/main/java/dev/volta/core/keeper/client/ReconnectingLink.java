package dev.volta.core.keeper.client;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A link to the keeper, which is looked for, or started, when it is needed first and after each loss. */
final class ReconnectingLink implements AutoCloseable {
    private final KeeperConnector door;
    private final KeeperProgram program;
    private final Map<String, String> settings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable KeeperLink link;

    ReconnectingLink(KeeperConnector door, KeeperProgram program, Map<String, String> settings) {
        this.door = door;
        this.program = program;
        this.settings = Map.copyOf(settings);
    }

    KeeperLink get() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var current = link;
            if (current == null || current.isLost()) {
                current = door.enter(program, settings);
                link = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (link != null) {
                link.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
