package dev.volta.hashing.node.job;

import java.util.List;

/**
 * How far a job has come. {@code filesListed} and {@code bytesListed} grow until {@code listingComplete}; only then is
 * the remaining time known. {@code bytesDone} counts the read part of unfinished files as well.
 *
 * @param waitsFor what the controller has to wait for before it can go on, such as room on its disk; else empty
 */
public record JobProgress(
        long filesListed,
        long bytesListed,
        boolean listingComplete,
        long filesDone,
        long bytesDone,
        long failed,
        String waitsFor,
        List<WorkerRate> workers) {

    public JobProgress {
        workers = List.copyOf(workers);
    }

    /** {@code bytesPerSecond} is measured over the worker's recent batches; 0 until the first has ended. */
    public record WorkerRate(String worker, String node, long files, long bytes, long bytesPerSecond) {}
}
