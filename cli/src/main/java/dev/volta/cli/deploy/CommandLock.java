package dev.volta.cli.deploy;

import dev.volta.core.lock.Claim;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.Undisturbed;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The lock of a fleet while a command has it. It is renewed in the background; a command that has lost it is interrupted,
 * since somebody else is at work by then.
 */
final class CommandLock implements AutoCloseable {
    static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

    private static final Duration RENEWAL = TIME_TO_LIVE.dividedBy(4);

    private final Way way;
    private final Claim claim;
    private final PrintWriter err;
    private final Thread command = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Gets at the lock, over a new connection if the last one was lost. */
    @FunctionalInterface
    interface Way {
        FleetLock lock() throws InterruptedException;
    }

    private CommandLock(Way way, Claim claim, PrintWriter err) {
        this.way = way;
        this.claim = claim;
        this.err = err;
    }

    static CommandLock take(Way way, Claim claim, Duration patience, PrintWriter err) throws InterruptedException {
        way.lock().take(claim, patience);
        var taken = new CommandLock(way, claim, err);
        Thread.ofVirtual().name("lock").start(taken::keep);
        return taken;
    }

    private void keep() {
        try {
            while (!closed.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!isRenewed()) {
                    err.println("volta: the lock of the fleet was taken away from this command, which ends here");
                    command.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private boolean isRenewed() throws InterruptedException {
        try {
            return way.lock().renew(claim.token());
        } catch (RemoteException _) {
            return true; // out of reach for now; as long as nobody takes it over, it is ours
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Undisturbed.run("unlock", () -> way.lock().release(claim.token()));
        } catch (RemoteException e) {
            err.println("volta: the lock of the fleet could not be given back (" + e.getMessage()
                    + "); it expires after " + TIME_TO_LIVE.toMinutes() + " min");
        }
    }
}
