package dev.volta.hashing.node.wire;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all connections of a process together may use for frames longer than a few kilobytes. Who wants to read
 * such a frame waits until there is room for it, and keeps the room until he reads the next one.
 */
public final class LargeFrames {
    private static final int SHARE_OF_HEAP = 16;
    private static final long LONGEST_WAIT_SECONDS = 60;

    private final Semaphore bytes;

    private LargeFrames(int bytes) {
        this.bytes = new Semaphore(bytes);
    }

    /**
     * A sixteenth of the heap, and at least room for one frame. What a frame says takes up to three times as much again, as
     * objects and while it is written down.
     */
    public static LargeFrames ofHeap() {
        long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        return new LargeFrames(Math.clamp(share, Frames.MOST_BYTES, 1 << 30));
    }

    void take(int count) throws IOException {
        try {
            if (!bytes.tryAcquire(count, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no room for a frame of " + count + " bytes for " + LONGEST_WAIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void giveBack(int count) {
        bytes.release(count);
    }
}
