package dev.volta.core.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work that has to be done to its end although the thread is being interrupted: tearing down, writing down how it ended.
 */
public final class Uninterruptible {
    private Uninterruptible() {}

    /** Something that may be interrupted, but not here. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /** Does {@code work} on a thread that nobody knows and so nobody interrupts; keeps this thread's flag. */
    public static void run(String name, Work work) {
        var failure = new AtomicReference<@Nullable Throwable>();
        var worker = Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure.set(e);
            } catch (InterruptedException e) {
                failure.set(new IllegalStateException("nobody interrupts this thread", e));
            }
        });
        var interrupted = false;
        while (true) {
            try {
                worker.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure.get()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> {}
        }
    }
}
