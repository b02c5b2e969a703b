package dev.volta.hashing.node.metrics;

import java.util.concurrent.TimeUnit;

/** A histogram of durations. Its user sees to it that one thread at a time is in it. */
public final class Latencies {
    private static final double[] SECONDS = {0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 120};

    private final long[] counts = new long[SECONDS.length + 1];
    private long nanos;

    public void took(long duration) {
        var bucket = 0;
        while (bucket < SECONDS.length && duration > SECONDS[bucket] * TimeUnit.SECONDS.toNanos(1)) {
            bucket++;
        }
        counts[bucket]++;
        nanos += duration;
    }

    /** A copy that does not change. */
    public Latencies copy() {
        var copy = new Latencies();
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        copy.nanos = nanos;
        return copy;
    }

    double seconds() {
        return nanos / 1e9;
    }

    /** The upper bound of a bucket, as the label {@code le} has it. */
    static String bound(int bucket) {
        return bucket == SECONDS.length ? "+Inf" : Double.toString(SECONDS[bucket]);
    }

    /** How many were at most as long as each bound; the last one counts all. */
    long[] cumulative() {
        var sums = counts.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }
}
