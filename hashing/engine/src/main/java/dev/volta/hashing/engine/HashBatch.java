package dev.volta.hashing.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Files that one thread hashes in a row. One thread fills it, one runs it, and once it is done one delivers it. */
final class HashBatch {
    private final List<RawPath> paths = new ArrayList<>();
    private final List<FileOutcome> outcomes = new ArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private long bytes;
    private long pathBytes;
    private @Nullable Throwable broken;

    /** {@code size} is what the file system says, which may be anything. */
    void add(RawPath path, long size) {
        paths.add(path);
        pathBytes += path.length();
        bytes = size > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : bytes + size;
    }

    int files() {
        return paths.size();
    }

    long bytes() {
        return bytes;
    }

    long pathBytes() {
        return pathBytes;
    }

    void run(FileHasher hasher) {
        try {
            for (var path : paths) {
                outcomes.add(hasher.hash(path, OrderedHashing::stopIfInterrupted));
            }
        } catch (RuntimeException | Error e) {
            // A defect or a lack of memory: whoever waits for the batch has to learn of it, or it would wait for ever.
            broken = e;
        } finally {
            done.countDown();
        }
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    boolean await(Duration limit) throws InterruptedException {
        return done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    void deliver(OrderedHashing.Results results) {
        for (var i = 0; i < outcomes.size(); i++) {
            results.accept(paths.get(i), outcomes.get(i));
        }
        if (broken != null) {
            throw new IllegalStateException("hashing broke at " + paths.get(outcomes.size()), broken);
        }
    }
}
