package dev.volta.core.lock;

import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.Uninterruptible;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A lock while a command has it. It is renewed in the background until it is closed. Before each step that changes the fleet
 * the command asks whether it still has it: a step that begins in time may end after the lock has expired, so it cannot be
 * relied on to the last second.
 */
public final class HeldLock implements AutoCloseable {
    /** How long others wait for a command that died. */
    public static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

    /** What is left of the time to live when no further step begins. */
    static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Pace USUAL = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(1));

    private final Way way;
    private final String token;
    private final ElapsedTime time;
    private final Pace pace;
    private final Fence fence;
    private final Consumer<String> whenLost;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Leads to the lock, over a connection that is made anew when it is lost. */
    @FunctionalInterface
    public interface Way {
        FleetLock lock() throws InterruptedException;
    }

    /**
     * How often something is done.
     *
     * @param renewal after a renewal
     * @param retry after one that failed
     * @param look whether the lock can still be relied on
     */
    record Pace(Duration renewal, Duration retry, Duration look) {}

    private HeldLock(Way way, String token, ElapsedTime time, Pace pace, Fence fence, Consumer<String> whenLost) {
        this.way = way;
        this.token = token;
        this.time = time;
        this.pace = pace;
        this.fence = fence;
        this.whenLost = whenLost;
    }

    /**
     * Takes the lock.
     *
     * @param patience how long to wait for whoever has it
     * @param whenLost told once how it was lost, on another thread
     * @throws LockHeldException if somebody else still has it then
     */
    public static HeldLock take(Way way, Claim claim, Duration patience, Consumer<String> whenLost)
            throws InterruptedException {
        return take(way, claim, patience, whenLost, ElapsedTime.SINCE_BOOT, USUAL);
    }

    static HeldLock take(
            Way way, Claim claim, Duration patience, Consumer<String> whenLost, ElapsedTime time, Pace pace)
            throws InterruptedException {
        var lock = way.lock();
        var taken = lock.take(claim, patience, time);
        var fence = new Fence(time, lock.timeToLive().minus(MARGIN), taken);
        var held = new HeldLock(way, claim.token(), time, pace, fence, whenLost);
        Thread.ofVirtual().name("lock-renewal").start(held::keep);
        Thread.ofVirtual().name("lock-fence").start(held::watch);
        return held;
    }

    /** How it was lost, if it was. */
    public Optional<String> lost() {
        return fence.lost();
    }

    /** Asks the node whether the lock was ours until now, for as long as it could be. */
    public Optional<String> prove() throws InterruptedException {
        while (lost().isEmpty() && !isRenewed()) {
            TimeUnit.MILLISECONDS.sleep(pace.look().toMillis());
        }
        return lost();
    }

    /** Whatever happens to a renewal, the next one is tried: the fence knows when it is too late. */
    private void keep() {
        try {
            var pause = pace.renewal();
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS) && lost().isEmpty()) {
                pause = isRenewed() ? pace.renewal() : pace.retry();
            }
        } catch (InterruptedException _) {
            fence.lost("its renewal was interrupted");
        }
    }

    private boolean isRenewed() throws InterruptedException {
        var asked = time.now();
        try {
            switch (way.lock().renew(token)) {
                case Renewal.Held() -> fence.renewed(asked);
                case Renewal.Lost(var how) -> {
                    // One that arrives behind the release finds no lock; whether it was ours, the release tells.
                    if (closed.getCount() > 0) {
                        fence.lost(how);
                    }
                }
            }
            return true;
        } catch (RuntimeException | Error e) {
            // the node's, or this machine's: a full disk keeps the audit log from being written
            fence.failed(e.getMessage() == null ? e.toString() : e.getMessage());
            return false;
        }
    }

    private void watch() {
        try {
            while (!closed.await(pace.look().toMillis(), TimeUnit.MILLISECONDS)) {
                var how = lost();
                if (how.isPresent()) {
                    whenLost.accept(how.get());
                    return;
                }
            }
        } catch (InterruptedException _) {
            // nobody does that; steps still ask the fence
        }
    }

    /**
     * Gives the lock back, unless it was lost; {@link #lost} tells then whether the node knew of it until now.
     *
     * @throws RemoteException if that is impossible; it expires then
     */
    @Override
    public void close() {
        closed.countDown();
        if (lost().isEmpty()) {
            Uninterruptible.run("unlock", () -> way.lock().release(token).ifPresent(fence::lost));
        }
    }
}
