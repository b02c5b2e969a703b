package dev.volta.hashing.node.client;

import dev.volta.hashing.node.job.JobProgress;

/** Told about five times a second how far the job has come, on the thread that waits for it. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = progress -> {};

    void advanced(JobProgress progress);
}
