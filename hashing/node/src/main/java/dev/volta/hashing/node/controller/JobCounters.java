package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.JobSummary.WorkerShare;
import dev.volta.hashing.node.journal.Slot;
import dev.volta.hashing.node.wire.ListedEntry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is counted about a job, in one place. */
final class JobCounters {
    /** Of these and one more, with the longest names, a frame has room. */
    static final int MOST_SHARES = 2048;
    /** No id of a worker. */
    private static final String OTHERS = "(others)";

    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    private final Map<Kind, Long> skipped = new EnumMap<>(Kind.class);
    private final Map<String, WorkerShare> shares = new LinkedHashMap<>();
    private long filesListed;
    private long bytesListed;
    private long filesHashed;
    private long bytesHashed;
    private long filesOpen;
    private long requeuedItems;
    private long duplicateResults;
    private int recoveries;

    /** Goes on from what was known about the cost when the controller was killed. */
    void recover(JobSummary tally) {
        tally.workers().forEach(share -> shares.put(share.worker(), share));
        requeuedItems = tally.requeuedItems();
        duplicateResults = tally.duplicateResults();
        recoveries = tally.recoveries();
    }

    void recovered() {
        recoveries++;
    }

    void listed(ListedEntry entry) {
        switch (entry.entry().kind()) {
            case FILE -> {
                filesListed++;
                bytesListed += Math.min(entry.size(), Long.MAX_VALUE - bytesListed);
                filesOpen++;
            }
            case FAILED -> {
                filesListed++;
                Failure failure = entry.entry().failure();
                failures.merge(failure == null ? Failure.IO : failure, 1L, Long::sum);
            }
            case SKIPPED_SYMLINK, SKIPPED_SPECIAL, SKIPPED_EXCLUDED ->
                skipped.merge(entry.entry().kind(), 1L, Long::sum);
        }
    }

    void done(Slot slot) {
        filesOpen--;
        switch (slot) {
            case Slot.Hashed hashed -> {
                filesHashed++;
                bytesHashed += hashed.size();
            }
            case Slot.Failed failed -> failures.merge(failed.reason(), 1L, Long::sum);
        }
    }

    void credit(String worker, String node, long files, long bytes) {
        add(new WorkerShare(worker, node, files, bytes, 0, 0));
    }

    void charge(String worker, String node, long busyNanos, long cpuNanos) {
        add(new WorkerShare(worker, node, 0, 0, busyNanos, cpuNanos));
    }

    void requeued(int items) {
        requeuedItems += items;
    }

    long requeuedItems() {
        return requeuedItems;
    }

    void duplicates(int results) {
        duplicateResults += results;
    }

    long filesListed() {
        return filesListed;
    }

    long bytesListed() {
        return bytesListed;
    }

    long filesOpen() {
        return filesOpen;
    }

    long filesHashed() {
        return filesHashed;
    }

    long bytesHashed() {
        return bytesHashed;
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    List<WorkerShare> shares() {
        return List.copyOf(shares.values());
    }

    JobSummary summary(long wallNanos, long controllerCpuNanos, long waitedNanos) {
        return new JobSummary(
                filesHashed,
                bytesHashed,
                failures,
                skipped,
                wallNanos,
                shares.values().stream().mapToLong(WorkerShare::cpuNanos).sum(),
                controllerCpuNanos,
                shares(),
                requeuedItems,
                duplicateResults,
                recoveries,
                waitedNanos);
    }

    private void add(WorkerShare share) {
        // A summary has to fit in a frame, whoever came and went.
        boolean known = shares.containsKey(share.worker()) || shares.size() < MOST_SHARES;
        WorkerShare more = known
                ? share
                : new WorkerShare(OTHERS, "", share.files(), share.bytes(), share.busyNanos(), share.cpuNanos());
        shares.merge(
                more.worker(),
                more,
                (was, is) -> new WorkerShare(
                        is.worker(),
                        is.node(),
                        was.files() + is.files(),
                        was.bytes() + is.bytes(),
                        was.busyNanos() + is.busyNanos(),
                        was.cpuNanos() + is.cpuNanos()));
    }
}
