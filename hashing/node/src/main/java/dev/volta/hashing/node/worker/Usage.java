package dev.volta.hashing.node.worker;

import dev.volta.hashing.engine.posix.ProcessCpu;

/** What this process has used since its start, and how far it is in the file in hand. */
final class Usage {
    private long busyBefore;
    private long busySince;
    private boolean busy;
    private volatile long lease;
    private volatile long bytesIntoFile;

    synchronized void begin(long newLease) {
        lease = newLease;
        busy = true;
        busySince = System.nanoTime();
    }

    synchronized void end() {
        busyBefore += System.nanoTime() - busySince;
        busy = false;
        lease = 0;
        bytesIntoFile = 0;
    }

    /** Wall time spent on leases. */
    synchronized long busyNanos() {
        return busyBefore + (busy ? System.nanoTime() - busySince : 0);
    }

    long cpuNanos() {
        return ProcessCpu.nanos();
    }

    long lease() {
        return lease;
    }

    long bytesIntoFile() {
        return bytesIntoFile;
    }

    /** Called by the working thread alone. */
    void at(long bytes) {
        bytesIntoFile = bytes;
    }
}
