package dev.volta.hashing.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hashes files on several threads and delivers the results in the order in which the files came. One thread feeds it
 * and gets the results, inside {@link #add} and {@link #finish}. Small files go to the threads in batches, because to
 * hand over one costs more than to hash it; a bounded number of batches is under way, and {@code add} waits for the
 * oldest when there are that many.
 */
public final class OrderedHashing implements AutoCloseable {
    static final int BATCH_FILES = 128;
    static final long BATCH_BYTES = 2 << 20;
    private static final int BATCHES_PER_THREAD = 32;

    private final Algorithm algorithm;
    private final int threads;
    private final Results results;
    private final BlockingQueue<HashBatch> todo = new LinkedBlockingQueue<>();
    private final Deque<HashBatch> underWay = new ArrayDeque<>();
    private final List<Thread> workers = new ArrayList<>();
    private HashBatch filling = new HashBatch();
    private @Nullable FileHasher own;

    /** Takes the results, in order. */
    @FunctionalInterface
    public interface Results {
        void accept(RawPath path, FileOutcome outcome);
    }

    public OrderedHashing(Algorithm algorithm, int threads, Results results) {
        if (threads < 1) {
            throw new IllegalArgumentException("hashing needs at least one thread, not " + threads);
        }
        this.algorithm = algorithm;
        this.threads = threads;
        this.results = results;
    }

    /**
     * Hashes {@code path} sooner or later.
     *
     * @param size about how many bytes it has; a batch of files is judged by it
     */
    public void add(RawPath path, long size) {
        if (threads == 1) {
            results.accept(path, ownHasher().hash(path, bytes -> {}));
            return;
        }
        filling.add(path, size);
        if (filling.files() >= BATCH_FILES || filling.bytes() >= BATCH_BYTES) {
            handOver();
        }
    }

    /** Delivers everything that is still out. More files may come afterwards. */
    public void finish() {
        if (workers.isEmpty()) {
            // Too little came to be worth a thread.
            filling.run(ownHasher());
            filling.deliver(results);
            filling = new HashBatch();
            return;
        }
        handOver();
        while (!underWay.isEmpty()) {
            deliverOldest();
        }
    }

    private void handOver() {
        while (underWay.size() >= threads * BATCHES_PER_THREAD) {
            deliverOldest();
        }
        underWay.add(filling);
        todo.add(filling);
        filling = new HashBatch();
        if (workers.size() < threads) {
            workers.add(
                    Thread.ofPlatform().name("hash-" + workers.size()).daemon().start(this::work));
        }
        while (!underWay.isEmpty() && underWay.element().isDone()) {
            deliverOldest();
        }
    }

    private void deliverOldest() {
        try {
            underWay.remove().await().deliver(results);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while files were hashed");
        }
    }

    private void work() {
        try (var hasher = new FileHasher(algorithm)) {
            while (!Thread.currentThread().isInterrupted()) {
                todo.take().run(hasher);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FileHasher ownHasher() {
        if (own == null) {
            own = new FileHasher(algorithm);
        }
        return own;
    }

    /** Stops the threads. A thread that the kernel holds in a read stays behind, as a daemon. */
    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        if (own != null) {
            own.close();
        }
    }
}
