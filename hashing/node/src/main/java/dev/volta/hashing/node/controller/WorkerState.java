package dev.volta.hashing.node.controller;

import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A connected worker as the board sees it; guarded by the board's lock. */
final class WorkerState {
    private static final double NEW_RATE_WEIGHT = 0.5;

    final String id;
    final String node;
    /** Drawn by its process. */
    final long instance;

    final Runnable disconnect;
    final Condition wake;
    boolean connected = true;
    /** Whether what it sent last cannot be taken, so that nothing is heard of it until there is room on the disk. */
    boolean stalled;
    /** Whether another connection takes its place. */
    boolean replaced;
    /** Whether it broke the protocol, which ends its connection. */
    boolean struck;
    /** Whether it went on with a lease of its earlier connection. */
    boolean resumed;

    @Nullable
    Job job;

    @Nullable
    Lease lease;
    /** A lease that the worker is still to be told to drop, 0 for none. */
    long toWithdraw;
    /** The last lease that was taken away. Frames about it, and about earlier ones, may still be under way. */
    private long withdrawn;

    long bytesIntoFile;
    double unitsPerSecond;
    double bytesPerSecond;
    private long pathBytes;
    private long leaseStart;
    private long leaseBytes;
    private long leaseFiles;
    private long lastCpu;
    private long lastBusy;

    WorkerState(String id, String node, long instance, long cpuNanos, Condition wake, Runnable disconnect) {
        this.id = id;
        this.node = node;
        this.instance = instance;
        this.wake = wake;
        this.disconnect = disconnect;
        this.lastCpu = cpuNanos;
    }

    void take(Job job, Lease lease, long now) {
        this.job = job;
        this.lease = lease;
        pathBytes = lease instanceof Lease.Digesting digesting ? LeaseItem.pathBytes(digesting.items()) : 0;
        leaseStart = now;
        leaseBytes = 0;
        leaseFiles = 0;
    }

    void drop() {
        job = null;
        lease = null;
        pathBytes = 0;
        bytesIntoFile = 0;
    }

    /** Takes its lease away, which it has to be told of. */
    void withdraw(long leaseId) {
        toWithdraw = leaseId;
        withdrawn = Math.max(withdrawn, leaseId);
        drop();
    }

    /** Whether frames about a lease may be under way that it has no more; leases have rising numbers. */
    boolean mayStillTellOf(long leaseId) {
        return leaseId <= withdrawn;
    }

    /** What the paths of its lease take in memory. */
    long pathBytes() {
        return pathBytes;
    }

    /** Charges the job in hand for what the worker has used since its last report. */
    void report(long cpuNanos, long busyNanos) {
        long cpu = Math.max(0, cpuNanos - lastCpu);
        long busy = Math.max(0, busyNanos - lastBusy);
        lastCpu = Math.max(lastCpu, cpuNanos);
        lastBusy = Math.max(lastBusy, busyNanos);
        if (job != null) {
            job.ledger().charge(id, node, busy, cpu);
        }
    }

    void did(long files, long bytes) {
        leaseFiles += files;
        leaseBytes += bytes;
        bytesIntoFile = 0;
    }

    long leaseNanos(long now) {
        return now - leaseStart;
    }

    /** Takes the rate of the lease that ends now into account. */
    void measure(long now) {
        double seconds = Math.max(now - leaseStart, 1) / 1e9;
        unitsPerSecond = blend(unitsPerSecond, BatchSize.units(leaseFiles, leaseBytes) / seconds);
        bytesPerSecond = blend(bytesPerSecond, leaseBytes / seconds);
    }

    private static double blend(double old, double fresh) {
        return old == 0 ? fresh : old + NEW_RATE_WEIGHT * (fresh - old);
    }
}
