package dev.volta.hashing.node.process;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The frame of a node process: one argument, one line on stderr and a non-zero status when it cannot go on, status 0
 * when its owner has ended. A supervisor therefore restarts it only after a non-zero status.
 */
public final class NodeProcess {
    private static final long TICK_MILLIS = 250;
    private static final String CACHED_BUFFER_BYTES = "8192";

    private NodeProcess() {}

    /** What the process does with its configuration file. */
    @FunctionalInterface
    public interface Work {
        void run(Path configuration) throws Exception;
    }

    public static void run(String name, String[] arguments, Work work) {
        // Before the first channel is used: each thread keeps a buffer outside the heap for its calls, and a controller
        // has thousands of threads. Larger ones are given back after the call (sun.nio.ch.Util).
        System.setProperty("jdk.nio.maxCachedBufferSize", CACHED_BUFFER_BYTES);
        // An exception that leaves main gives status 1; all that is to be seen of it is its message.
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, e) -> System.err.println(name + ": " + e.getMessage()));
        if (arguments.length != 1) {
            throw new SettingsException("expected one argument, the configuration file, not " + arguments.length);
        }
        try {
            work.run(Path.of(arguments[0]));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    /** Closes {@code resource} on SIGTERM and SIGINT. */
    public static void closeOnShutdown(AutoCloseable resource) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                resource.close();
                            } catch (Exception e) {
                                System.err.println("while ending: " + e);
                            }
                        },
                        "volta-shutdown"));
    }

    /** Calls {@code tick} four times a second until the owner is gone; without an owner, until the process is stopped. */
    public static void untilOwnerEnds(Optional<Owner> owner, Runnable tick) throws InterruptedException {
        while (owner.isEmpty() || owner.get().isAlive()) {
            tick.run();
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        }
    }
}
