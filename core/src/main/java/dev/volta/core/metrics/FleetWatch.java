package dev.volta.core.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Watches nodes, each on a thread of its own, until it is closed. */
public final class FleetWatch implements AutoCloseable {
    /** What interrupted watches may take to end their shells. */
    private static final Duration TEARDOWN = Duration.ofSeconds(10);

    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final SampleSink sink;
    private final CountDownLatch broken = new CountDownLatch(1);
    private boolean closed; // guarded by turn
    private @Nullable RuntimeException failure; // guarded by turn

    private FleetWatch(SampleSink sink) {
        this.sink = sink;
    }

    /**
     * Begins.
     *
     * @param sockets a folder with a short path for sockets that lead to services; only this process uses it
     * @param every the time from one look to the next
     * @param sink is given nothing any more once this is closed
     */
    public static FleetWatch start(
            List<Target> targets,
            NodeConnector way,
            Path sockets,
            Duration every,
            SampleSink sink,
            InstantSource clock) {
        var watch = new FleetWatch(sink);
        for (var target : targets) {
            var stem = sockets.resolve("m" + watch.threads.size());
            var node = new NodeWatch(target, way, stem, every, watch::take, clock);
            watch.threads.add(Thread.ofVirtual().name("watch-" + target.node()).start(() -> {
                try {
                    node.run();
                } catch (InterruptedException _) {
                    // It is over.
                } catch (RuntimeException e) {
                    watch.broke(e);
                } catch (Error e) {
                    watch.broke(new IllegalStateException("the watch of " + target.node() + " broke: " + e, e));
                }
            }));
        }
        return watch;
    }

    private void take(MetricSample sample) {
        turn.lock();
        try {
            if (!closed) {
                sink.take(sample);
            }
        } catch (RuntimeException e) {
            broke(e);
        } finally {
            turn.unlock();
        }
    }

    private void broke(RuntimeException e) {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                failure = e;
                broken.countDown();
            }
        } finally {
            turn.unlock();
        }
    }

    /** Waits until {@code time} is over, without one for ever; throws what the sink threw as soon as it does. */
    public void await(Optional<Duration> time) throws InterruptedException {
        if (time.isPresent()) {
            if (!broken.await(time.get().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } else {
            broken.await();
        }
        failure().ifPresent(thrown -> {
            throw thrown;
        });
    }

    /** What the sink threw; it was given nothing since then. */
    public Optional<RuntimeException> failure() {
        turn.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
        } finally {
            turn.unlock();
        }
        threads.forEach(Thread::interrupt);
        var deadline = System.nanoTime() + TEARDOWN.toNanos();
        try {
            for (var thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
