package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.posix.ProcessCpu;
import dev.volta.hashing.node.journal.JobFolder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Wall and CPU time of a job, from its first lease on, across restarts of the controller. */
final class Stopwatch {
    private final JobFolder folder;
    private final Clock clock;
    private boolean running;
    private long nanosBefore;
    private long cpuBefore;
    private long startNanos;
    private long startCpu;

    Stopwatch(JobFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Time has gone by since the first lease, also while no controller ran. */
    void recover(long cpuNanos) throws IOException {
        var start = folder.start();
        if (start.isPresent()) {
            nanosBefore =
                    Math.max(0, Duration.between(start.get(), clock.instant()).toNanos());
            cpuBefore = cpuNanos;
            run();
        }
    }

    /** Called with each lease; only the first counts. */
    void leased() throws IOException {
        if (!running) {
            Instant now = clock.instant();
            folder.saveStart(now);
            run();
        }
    }

    long wallNanos() {
        return running ? nanosBefore + System.nanoTime() - startNanos : 0;
    }

    long cpuNanos() {
        return running ? cpuBefore + ProcessCpu.nanos() - startCpu : 0;
    }

    private void run() {
        running = true;
        startNanos = System.nanoTime();
        startCpu = ProcessCpu.nanos();
    }
}
