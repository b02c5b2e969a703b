package dev.volta.core.keeper;

import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Held by the process of a keeper until it ends, however it ends: it may be in another PID namespace than whoever waits for
 * its end. The keeper before it may still be ending and hold it for a while.
 */
public final class AliveLock implements AutoCloseable {
    private final KeeperPlace place;
    private final Thread thread;
    private volatile Optional<KernelLock> held = Optional.empty();

    private AliveLock(KeeperPlace place) {
        this.place = place;
        this.thread = Thread.ofVirtual().name("keeper-alive").unstarted(this::take);
    }

    /** Takes it as soon as nobody else has it. */
    public static AliveLock hold(KeeperPlace place) {
        var lock = new AliveLock(place);
        lock.thread.start();
        return lock;
    }

    /** Whether a keeper lives at {@code place}; empty if none of this kind was ever there. */
    public static Optional<Boolean> isHeld(KeeperPlace place) {
        try {
            return Files.exists(place.alive()) ? Optional.of(KernelLock.isHeld(place.alive())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take() {
        try {
            held = KernelLock.tryTake(place.alive(), _ -> true); // until it is closed
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // who waits for this keeper's end looks for its process then
        }
    }

    /** Removes the file too, so that nothing is left of a keeper that ends in order. */
    @Override
    public synchronized void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var had = held;
        held = Optional.empty();
        if (had.isPresent()) {
            try (var _ = had.get()) {
                Files.deleteIfExists(place.alive());
            }
        }
    }
}
