package dev.volta.hashing.node.client;

import dev.volta.hashing.node.job.JobResult;
import java.io.IOException;

/** Takes results one by one, lane by lane in the order of docs/protocol.md; no more are fetched while it works. */
@FunctionalInterface
public interface ResultListener {
    void take(JobResult result) throws IOException;
}
