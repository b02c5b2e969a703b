package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.SystemCalls;
import java.time.Duration;
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
    /** What deep trees have in paths is kept in memory as long as their batch is under way. */
    static final long BATCH_PATH_BYTES = 256 << 10;

    private static final int BATCHES_PER_THREAD = 32;
    private static final Duration WORKERS_CHECKED_EVERY = Duration.ofSeconds(1);

    private final Algorithm algorithm;
    private final Accepted accepted;
    private final int threads;
    private final Results results;
    private final BlockingQueue<HashBatch> todo = new LinkedBlockingQueue<>();
    private final Deque<HashBatch> underWay = new ArrayDeque<>();
    private final List<Thread> workers = new ArrayList<>();
    private HashBatch filling = new HashBatch();
    private @Nullable FileHasher own;
    private @Nullable SystemCalls calls;

    /** Takes the results, in order. */
    @FunctionalInterface
    public interface Results {
        void accept(RawPath path, FileOutcome outcome);
    }

    public OrderedHashing(Algorithm algorithm, Accepted accepted, int threads, Results results) {
        if (threads < 1) {
            throw new IllegalArgumentException("hashing needs at least one thread, not " + threads);
        }
        this.algorithm = algorithm;
        this.accepted = accepted;
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
            results.accept(path, ownHasher().hash(path, OrderedHashing::stopIfInterrupted));
            return;
        }
        filling.add(path, size);
        if (filling.files() >= BATCH_FILES
                || filling.bytes() >= BATCH_BYTES
                || filling.pathBytes() >= BATCH_PATH_BYTES) {
            handOver();
        }
    }

    /** Hashes {@code path}, whose size is not known yet, sooner or later. */
    public void add(RawPath path) {
        // Alone with its file, a thread needs no size; and what cannot be looked at is told when it is hashed.
        add(
                path,
                threads > 1 && calls().stat(path.shared(), true) == 0
                        ? calls().status().size()
                        : 0);
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
            var oldest = underWay.element();
            while (!oldest.await(WORKERS_CHECKED_EVERY)) {
                if (workers.stream().noneMatch(Thread::isAlive)) {
                    throw new IllegalStateException("all hashing threads have ended, see their stack traces above");
                }
            }
            underWay.remove().deliver(results);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while files were hashed");
        }
    }

    private void work() {
        try (var hasher = new FileHasher(algorithm, accepted)) {
            while (!Thread.currentThread().isInterrupted()) {
                todo.take().run(hasher);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called for every piece of a file, so that a large one does not hold up the end of the process. */
    static void stopIfInterrupted(long bytes) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while files were hashed");
        }
    }

    private FileHasher ownHasher() {
        if (own == null) {
            own = new FileHasher(algorithm, accepted);
        }
        return own;
    }

    private SystemCalls calls() {
        if (calls == null) {
            calls = new SystemCalls();
        }
        return calls;
    }

    /** Stops the threads. A thread that the kernel holds in a read stays behind, as a daemon. */
    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
        if (own != null) {
            own.close();
        }
        if (calls != null) {
            calls.close();
        }
    }
}
