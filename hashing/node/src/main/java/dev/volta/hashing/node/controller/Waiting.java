package dev.volta.hashing.node.controller;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether a job has to wait for room on the disk, and for how long it had to. Guarded by the board's lock. */
final class Waiting {
    private @Nullable String reason;
    private long since;
    private long nanosBefore;

    /** There is no room; returns whether that is new. */
    boolean begin(IOException why) {
        boolean isNew = reason == null;
        if (isNew) {
            since = System.nanoTime();
        }
        reason = why.toString();
        return isNew;
    }

    /** Something could be written. */
    void end() {
        if (reason != null) {
            nanosBefore += System.nanoTime() - since;
            reason = null;
        }
    }

    /** What is waited for now, else empty. */
    String reason() {
        return reason == null ? "" : reason;
    }

    long nanos() {
        return nanosBefore + (reason == null ? 0 : System.nanoTime() - since);
    }
}
