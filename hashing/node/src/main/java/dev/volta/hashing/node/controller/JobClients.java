package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which jobs have a client, and since when others have none. A job is there for its client and ends when that was away for
 * too long; a restarted controller begins to count anew. Guarded by the board's lock; told the time.
 */
final class JobClients {
    private final Map<JobId, Integer> present = new HashMap<>();
    private final Map<JobId, Long> awaySince = new HashMap<>();

    /** A client asks for the job and is its client until it leaves. */
    void join(JobId job) {
        present.merge(job, 1, Integer::sum);
        awaySince.remove(job);
    }

    void leave(JobId job, long now) {
        Integer left = present.computeIfPresent(job, (_, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            awaySince.put(job, now);
        }
    }

    /** An earlier process left the job behind. */
    void found(JobId job, long now) {
        if (!present.containsKey(job)) {
            awaySince.putIfAbsent(job, now);
        }
    }

    /** There is no such job any more. */
    void forget(JobId job) {
        awaySince.remove(job);
    }

    boolean has(JobId job) {
        return present.containsKey(job);
    }

    /** The jobs whose clients have been away for {@code limit}. */
    List<JobId> away(long now, Duration limit) {
        return awaySince.entrySet().stream()
                .filter(away -> now - away.getValue() >= limit.toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }
}
