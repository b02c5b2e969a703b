package dev.volta.core.stream;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes the other side still takes of one conversation. */
public final class Credit {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long bytes;
    private boolean closed;

    /** @param window what it takes without having said so */
    public Credit(int window) {
        this.bytes = window;
    }

    /** Waits until {@code wanted} bytes may be sent; false once nobody wants any. */
    public boolean take(int wanted) {
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

    public void grant(int more) {
        lock.lock();
        try {
            bytes += more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
