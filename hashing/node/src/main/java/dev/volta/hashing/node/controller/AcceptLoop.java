package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.journal.Shortage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in, one after the other. What is wrong with one of them, or with the room for it, keeps no other out; when
 * none can be accepted any more, that is a failure, which whoever runs the controller has to ask for.
 *
 * @param <C> a connection
 */
final class AcceptLoop<C> implements Runnable {
    private static final long SHORTAGE_MILLIS = 200;

    private final Source<C> source;
    private final Admission<C> admission;
    private final BooleanSupplier closed;
    private volatile @Nullable Throwable failure;

    /** Where connections come from; null if there is none after all. */
    @FunctionalInterface
    interface Source<C> {
        @Nullable
        C next() throws IOException;
    }

    /** What is done with a connection; it closes the connection if it throws. */
    @FunctionalInterface
    interface Admission<C> {
        void admit(C connection) throws IOException;
    }

    AcceptLoop(Source<C> source, Admission<C> admission, BooleanSupplier closed) {
        this.source = source;
        this.admission = admission;
        this.closed = closed;
    }

    /** Why no more connections are accepted, unless they are. */
    Optional<Throwable> failure() {
        return closed.getAsBoolean() ? Optional.empty() : Optional.ofNullable(failure);
    }

    @Override
    public void run() {
        while (!closed.getAsBoolean() && failure == null) {
            try {
                var connection = source.next();
                if (connection != null) {
                    admit(connection);
                }
            } catch (IOException | RuntimeException | Error e) {
                if (!isShortage(e)) {
                    failure = e;
                    return;
                }
                pause();
            }
        }
    }

    private void admit(C connection) {
        try {
            admission.admit(connection);
        } catch (IOException | RuntimeException | Error e) {
            Log.repeatable("a connection could not be taken up: " + e);
            if (isShortage(e)) {
                pause();
            }
        }
    }

    /** Of descriptors, of memory or of threads: those that are in use go on, and some are free again afterwards. */
    private static boolean isShortage(Throwable e) {
        return e instanceof OutOfMemoryError || (e instanceof IOException io && Shortage.is(io));
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(SHORTAGE_MILLIS);
        } catch (InterruptedException e) {
            failure = e; // nobody does that
            Thread.currentThread().interrupt();
        }
    }
}
