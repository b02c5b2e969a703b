package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.wire.ClientMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A job as its client sees it: running, or ended long ago with a verdict. */
record JobView(
        Dispatcher board, @Nullable Job job, @Nullable ClientMessage verdict) {
    ClientMessage await(Duration patience) throws InterruptedException {
        if (job != null) {
            return board.await(job, patience);
        }
        if (verdict != null) {
            return verdict;
        }
        throw new IllegalStateException("a job view has a job or a verdict");
    }
}
