package dev.volta.core.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** The same for several things at once, each on a thread of its own. */
public final class Parallel {
    private Parallel() {}

    /** What is done with each. */
    @FunctionalInterface
    public interface Task<T, R> {
        R with(T thing) throws InterruptedException;
    }

    /**
     * Does {@code task} with each of {@code things}, which differ, and returns when all have ended.
     *
     * @return what came of each, in their order
     * @throws RuntimeException what was thrown for the first one that failed
     * @throws InterruptedException after all were interrupted, and have ended
     */
    public static <T, R> Map<T, R> with(Collection<T> things, Task<T, R> task) throws InterruptedException {
        var running = new LinkedHashMap<T, Future<R>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var thing : things) {
                running.put(thing, threads.submit(() -> task.with(thing)));
            }
            try {
                return ends(running);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    /** As {@link #with}, with at most {@code most} of them under way at a time. */
    public static <T, R> Map<T, R> atMost(int most, Collection<T> things, Task<T, R> task) throws InterruptedException {
        var room = new Semaphore(most);
        return with(things, thing -> {
            room.acquire();
            try {
                return task.with(thing);
            } finally {
                room.release();
            }
        });
    }

    private static <T, R> Map<T, R> ends(Map<T, Future<R>> running) throws InterruptedException {
        var ends = new LinkedHashMap<T, R>();
        for (var one : running.entrySet()) {
            try {
                ends.put(one.getKey(), one.getValue().get());
            } catch (ExecutionException e) {
                throw thrown(e);
            }
        }
        return ends;
    }

    private static RuntimeException thrown(ExecutionException failure) throws InterruptedException {
        switch (failure.getCause()) {
            case RuntimeException e -> throw e;
            case InterruptedException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException(failure);
        }
    }
}
