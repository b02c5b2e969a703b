package dev.volta.hashing.node.it;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jobs with SHA-256, and what comes out of them. */
final class TestJobs {
    private TestJobs() {}

    static JobSpec job(String id, Root... roots) {
        return job(id, List.of(), roots);
    }

    static JobSpec job(String id, List<RawPath> excluded, Root... roots) {
        return new JobSpec(
                new JobId(id), Algorithm.SHA256, Symlinks.SKIP, List.of(roots), excluded, BatchLimits.DEFAULT);
    }

    static Root anywhere(Path path) {
        return Root.anywhere(Trees.raw(path));
    }

    static List<JobResult> results(ControllerClient client, JobSpec spec) throws IOException {
        List<JobResult> results = new ArrayList<>();
        client.results(spec.id(), results::add);
        return results;
    }
}
