package dev.volta.core.operation.transfer;

import dev.volta.core.transfer.UploadProgress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What of a transfer has been done on one node. Its own thread counts; others may look. */
public final class Moved implements UploadProgress {
    private final AtomicInteger files = new AtomicInteger();
    private final AtomicInteger filesThere = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesThere = new AtomicLong();
    private final Runnable changed;
    private long before = -1;
    private volatile List<String> left = List.of();

    Moved(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public void moved(long now, long total) {
        if (before < 0) {
            bytesThere.addAndGet(now);
        } else {
            bytes.addAndGet(now - before);
        }
        before = now;
        changed.run();
    }

    @Override
    public void sent(int some) {
        files.addAndGet(some);
        before = -1;
        changed.run();
    }

    @Override
    public void wasThere(long size) {
        filesThere.incrementAndGet();
        bytesThere.addAndGet(size);
        changed.run();
    }

    /** Names that are no regular files, and stay where they are. */
    void leaves(List<String> names) {
        left = List.copyOf(names);
    }

    public List<String> left() {
        return left;
    }

    public int files() {
        return files.get();
    }

    public int filesThere() {
        return filesThere.get();
    }

    public long bytes() {
        return bytes.get();
    }

    public long bytesThere() {
        return bytesThere.get();
    }
}
