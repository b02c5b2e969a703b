package dev.volta.core.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.remote.Remote;
import dev.volta.core.stream.SocketThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One run of a {@link FanOut}. */
final class FanOutRun<T> {
    /** What an interrupted task may take to end its program and its connection. */
    private static final Duration TEARDOWN = Duration.ofSeconds(10);

    private final List<Node> nodes;
    private final NodeAccess access;
    private final NodeTask<T> task;
    private final BiConsumer<Node, Outcome<T>> ended;
    private final Semaphore places;
    private final int failuresAllowed;
    private final Optional<Duration> limit;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Node, Outcome<T>> outcomes = new HashMap<>(); // guarded by turn
    private final Map<Node, Boolean> atWork = new HashMap<>(); // guarded by turn
    private volatile boolean stopping;

    FanOutRun(
            FanOut limits, List<Node> nodes, NodeAccess access, NodeTask<T> task, BiConsumer<Node, Outcome<T>> ended) {
        this.nodes = nodes;
        this.access = access;
        this.task = task;
        this.ended = ended;
        this.places = new Semaphore(limits.width());
        this.failuresAllowed = limits.maxFail().orElse(Integer.MAX_VALUE);
        this.limit = limits.limit();
    }

    FleetOutcome<T> run() {
        var interrupted = false;
        try {
            if (!runAll()) {
                stop();
                awaitTeardown();
            }
        } catch (InterruptedException _) {
            interrupted = true;
            stop();
            awaitTeardown();
        }
        switch (fatal.get()) {
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            case null, default -> {}
        }
        return new FleetOutcome<>(snapshot(), interrupted);
    }

    /** False if the time was over before all came to their end. */
    private boolean runAll() throws InterruptedException {
        var begun = System.nanoTime();
        for (var node : nodes) {
            if (!places.tryAcquire(left(begun), TimeUnit.NANOSECONDS)) {
                return false;
            }
            if (stopping || failures.get() >= failuresAllowed) {
                break;
            }
            threads.add(thread("node-" + node.name()).start(() -> attend(node)));
        }
        for (var thread : threads) {
            if (!thread.join(Duration.ofNanos(left(begun)))) {
                return false;
            }
        }
        return true;
    }

    private long left(long begun) {
        return limit.map(time -> Math.max(1, begun + time.toNanos() - System.nanoTime()))
                .orElse(Long.MAX_VALUE);
    }

    /** A single node is connected to in a way that lets its thread wait for the socket; many are not. */
    private Thread.Builder thread(String name) {
        return nodes.size() == 1
                ? SocketThreads.named(name)
                : Thread.ofVirtual().name(name);
    }

    private void attend(Node node) {
        try {
            end(node, visit(node));
        } catch (RuntimeException | Error e) {
            fatal.compareAndSet(null, e);
            stop();
        } finally {
            places.release();
        }
    }

    private Outcome<T> visit(Node node) {
        if (stopping) {
            return new Outcome.NotStarted<>();
        }
        Remote remote;
        try {
            remote = access.connect(node);
        } catch (CommandFailure e) {
            throw e;
        } catch (RuntimeException e) {
            return stopping ? new Outcome.NotStarted<>() : new Outcome.Unreachable<>(NodeFailure.reason(node, e));
        } catch (InterruptedException _) {
            return new Outcome.NotStarted<>();
        }
        try (remote) {
            markAtWork(node);
            var start = System.nanoTime();
            var result = task.run(node, remote);
            return new Outcome.Done<>(result, task.succeeded(result), Duration.ofNanos(System.nanoTime() - start));
        } catch (CommandFailure e) {
            throw e;
        } catch (RuntimeException e) {
            return stopping ? new Outcome.Interrupted<>() : new Outcome.Failed<>(NodeFailure.reason(node, e));
        } catch (InterruptedException _) {
            return new Outcome.Interrupted<>();
        }
    }

    private void markAtWork(Node node) {
        turn.lock();
        try {
            atWork.put(node, true);
        } finally {
            turn.unlock();
        }
    }

    private void end(Node node, Outcome<T> outcome) {
        turn.lock();
        try {
            outcomes.put(node, outcome);
            if (!outcome.ok()) {
                failures.incrementAndGet();
            }
            ended.accept(node, outcome);
        } finally {
            turn.unlock();
        }
    }

    private void stop() {
        stopping = true;
        threads.forEach(Thread::interrupt);
    }

    private void awaitTeardown() {
        var deadline = System.nanoTime() + TEARDOWN.toNanos();
        try {
            for (var thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // asked a second time: what is not torn down by now is told as it is
        }
    }

    private Map<Node, Outcome<T>> snapshot() {
        turn.lock();
        try {
            var all = new LinkedHashMap<Node, Outcome<T>>();
            for (var node : nodes) {
                var outcome = outcomes.get(node);
                if (outcome == null) {
                    outcome = atWork.containsKey(node) ? new Outcome.Interrupted<>() : new Outcome.NotStarted<>();
                }
                all.put(node, outcome);
            }
            return all;
        } finally {
            turn.unlock();
        }
    }
}
