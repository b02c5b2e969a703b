package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.metrics.Latencies;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What this process has done, over all jobs. Guarded by the board's lock. */
final class Totals {
    static final String WALK = "walk";
    static final String DIGEST = "digest";

    private long hashed;
    private long failed;
    private long bytes;
    private long requeued;
    private final Map<String, Long> leases = new TreeMap<>(Map.of(WALK, 0L, DIGEST, 0L));
    private final Map<String, Latencies> latencies =
            new TreeMap<>(Map.of(WALK, new Latencies(), DIGEST, new Latencies()));

    /** What may change the ledger of a job. */
    interface Work {
        void run() throws IOException;
    }

    /** Does {@code work}, and counts what it adds to {@code ledger}, also if it fails in the middle. */
    void counting(JobCounters ledger, Work work) throws IOException {
        var hashedBefore = ledger.filesHashed();
        var bytesBefore = ledger.bytesHashed();
        var failedBefore = ledger.failed();
        var requeuedBefore = ledger.requeuedItems();
        try {
            work.run();
        } finally {
            hashed += ledger.filesHashed() - hashedBefore;
            bytes += ledger.bytesHashed() - bytesBefore;
            failed += ledger.failed() - failedBefore;
            requeued += ledger.requeuedItems() - requeuedBefore;
        }
    }

    void leased(Lease lease) {
        leases.merge(kind(lease), 1L, Long::sum);
    }

    void ended(Lease lease, long nanos) {
        latencies.computeIfAbsent(kind(lease), _ -> new Latencies()).took(nanos);
    }

    private static String kind(Lease lease) {
        return switch (lease) {
            case Lease.Walking _ -> WALK;
            case Lease.Digesting _ -> DIGEST;
        };
    }

    Totals copy() {
        var copy = new Totals();
        copy.hashed = hashed;
        copy.failed = failed;
        copy.bytes = bytes;
        copy.requeued = requeued;
        copy.leases.putAll(leases);
        latencies.forEach((kind, took) -> copy.latencies.put(kind, took.copy()));
        return copy;
    }

    long hashed() {
        return hashed;
    }

    long failed() {
        return failed;
    }

    long bytes() {
        return bytes;
    }

    long requeued() {
        return requeued;
    }

    Map<String, Long> leases() {
        return leases;
    }

    Map<String, Latencies> latencies() {
        return latencies;
    }
}
