package dev.volta.core.keeper.server;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes a client still wants of one conversation. */
final class Credit {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long bytes;
    private boolean closed;

    Credit(long bytes) {
        this.bytes = bytes;
    }

    /** Waits until {@code wanted} bytes may be sent; false once nobody wants any. */
    boolean take(int wanted) {
        lock.lock();
        try {
            while (bytes < wanted && !closed) {
                changed.await();
            }
            bytes -= wanted;
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    void grant(int more) {
        lock.lock();
        try {
            bytes += more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
