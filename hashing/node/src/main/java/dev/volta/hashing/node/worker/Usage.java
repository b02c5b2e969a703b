package dev.volta.hashing.node.worker;

import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.posix.ProcessCpu;
import java.util.concurrent.atomic.AtomicLong;

/** What this process has used since its start, and how far it is in the file in hand. */
final class Usage {
    private long busyBefore;
    private long busySince;
    private boolean busy;
    private volatile long lease;
    private final AtomicLong bytesIntoFile = new AtomicLong();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong filesHashed = new AtomicLong();
    private final AtomicLong filesFailed = new AtomicLong();

    synchronized void begin(long newLease) {
        lease = newLease;
        busy = true;
        busySince = System.nanoTime();
    }

    synchronized void end() {
        busyBefore += System.nanoTime() - busySince;
        busy = false;
        lease = 0;
        bytesIntoFile.set(0);
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
        return bytesIntoFile.get();
    }

    synchronized boolean isBusy() {
        return busy;
    }

    long bytesRead() {
        return bytesRead.get();
    }

    long filesHashed() {
        return filesHashed.get();
    }

    long filesFailed() {
        return filesFailed.get();
    }

    /** A file begins. Called by the working thread alone, as the next two are. */
    void opened() {
        bytesIntoFile.set(0);
    }

    /** So many more bytes of the file were read. */
    void read(long bytes) {
        bytesIntoFile.addAndGet(bytes);
        bytesRead.addAndGet(bytes);
    }

    /** The worker is through with the file. */
    void finished(FileOutcome outcome) {
        bytesIntoFile.set(0);
        switch (outcome) {
            case FileOutcome.Hashed _ -> filesHashed.incrementAndGet();
            case FileOutcome.Failed _ -> filesFailed.incrementAndGet();
        }
    }
}
