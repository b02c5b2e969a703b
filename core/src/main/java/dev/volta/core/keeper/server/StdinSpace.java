package dev.volta.core.keeper.server;

import java.util.concurrent.Semaphore;

/**
 * The memory for what commands are to read. A {@link dev.volta.core.remote.Command} has its input whole, so the keeper
 * gathers it before it begins; commands whose input finds no room wait for those before them.
 */
final class StdinSpace {
    private static final int UNIT = 64 << 10;

    private final int units;
    private final Semaphore free;

    StdinSpace(long bytes) {
        this.units = (int) Math.max(1, bytes / UNIT);
        this.free = new Semaphore(units, true);
    }

    /** Room for one input; closing frees it. */
    interface Room extends AutoCloseable {
        @Override
        void close();
    }

    Room take(int bytes) throws InterruptedException {
        var wanted = Math.ceilDiv(bytes, UNIT);
        if (wanted > units) {
            throw new IllegalArgumentException("the keeper has room for " + (((long) units * UNIT) >> 20)
                    + " MiB of standard input, not for " + (bytes >> 20)
                    + " MiB; run this command without the keeper");
        }
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
