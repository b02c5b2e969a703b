package dev.volta.core.launcher.node;

import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.posix.SystemCalls;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Ends the launch that runs when its time is over, or when the client asks for it or is gone: asks its processes to end,
 * and kills those that are there a second later. The thread that launches tells it what happens, and reaps.
 */
final class RunGuard extends Thread {
    /** Why a launch was ended, if it was. */
    enum Reason {
        NONE,
        TIMED_OUT,
        CANCELLED
    }

    /** Between two looks for processes that were made while others were killed. */
    private static final long AGAIN_NANOS = 10_000_000;

    /** To wait without giving up the processor; a sleep may last longer by as much. */
    private static final long SPIN_NANOS = 1_000_000;

    private final ProcessTree tree;
    private final Set<Long> cancelled = new HashSet<>(); // guarded by this, as the rest
    private boolean clientGone;
    private Reason reason = Reason.NONE;
    private boolean shielded;
    private long id;
    private boolean running;
    private int launches;
    private long startNanos;
    private long limitNanos;

    RunGuard(ProcessTree tree) {
        super("run guard");
        this.tree = tree;
        setDaemon(true);
    }

    /** Ends that launch, now or when it comes. */
    synchronized void cancel(long launch) {
        cancelled.add(launch);
        notifyAll();
    }

    /** Ends every launch that is not shielded. */
    synchronized void clientIsGone() {
        clientGone = true;
        notifyAll();
    }

    /** A launch is being prepared; a shielded one ends by its limit only. */
    synchronized void prepare(Launch launch, boolean isShielded) {
        id = launch.id();
        shielded = isShielded;
        reason = Reason.NONE;
    }

    /** Waits until shortly before {@code nanos}; false if the launch is cancelled. */
    synchronized boolean sleepUntilShortlyBefore(long nanos) throws InterruptedException {
        while (!isCancelled()) {
            var left = nanos - System.nanoTime() - SPIN_NANOS;
            if (left <= 0) {
                return true;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        reason = Reason.CANCELLED;
        return false;
    }

    private boolean isCancelled() {
        return !shielded && (clientGone || cancelled.contains(id));
    }

    /** The launch runs since {@code start}. */
    synchronized void started(long start, long limit) {
        startNanos = start;
        limitNanos = limit;
        running = true;
        launches++;
        if (limit > 0 || isCancelled()) {
            notifyAll();
        }
    }

    /** The launch has ended by now; says whether that was because of this. */
    synchronized Reason ended() {
        running = false;
        cancelled.remove(id);
        notifyAll();
        return reason;
    }

    @Override
    public void run() {
        try (var calls = new SystemCalls()) {
            while (true) {
                guard(calls);
            }
        } catch (InterruptedException _) {
            // nobody waits for it any more
        }
    }

    /** While this holds its lock, the thread that launches does not go on with a launch that has ended. */
    private synchronized void guard(SystemCalls calls) throws InterruptedException {
        awaitReason();
        end(calls);
    }

    private void awaitReason() throws InterruptedException {
        while (true) {
            if (!running) {
                wait();
            } else if (isCancelled()) {
                reason = Reason.CANCELLED;
                return;
            } else if (limitNanos == 0) {
                wait();
            } else {
                var left = limitNanos - (System.nanoTime() - startNanos);
                if (left <= 0) {
                    reason = Reason.TIMED_OUT;
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
    }

    private void end(SystemCalls calls) throws InterruptedException {
        var end = new TreeEnd(calls);
        var guarded = launches;
        while (running && launches == guarded) { // the next one may run before this thread does
            end.proceed(tree.members());
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(AGAIN_NANOS, end.graceNanos()));
        }
    }
}
