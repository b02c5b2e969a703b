package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage;
import dev.volta.hashing.node.wire.WorkerMessage.Heartbeat;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import dev.volta.hashing.node.wire.WorkerMessage.Withdraw;

/** The leases that workers get, from their assignment to their end. Guarded by the board's lock. */
final class Assignments {
    private static final int LEASE_ID_BITS = 20;

    private final ConnectedWorkers roster;
    private final Jobs jobs;
    private long nextLease;

    /** @param millis the time: leases of an earlier process must not be mistaken for new ones */
    Assignments(ConnectedWorkers roster, Jobs jobs, long millis) {
        this.roster = roster;
        this.jobs = jobs;
        this.nextLease = millis << LEASE_ID_BITS;
    }

    /** Takes what a worker sent; false while there is no room for it on the disk. */
    boolean take(WorkerState worker, WorkerMessage message) throws ProtocolException {
        return switch (message) {
            case Heartbeat heartbeat -> {
                worker.report(heartbeat.cpuNanos(), heartbeat.busyNanos());
                worker.bytesIntoFile = worker.lease == null ? 0 : heartbeat.bytesIntoFile();
                yield true;
            }
            case Listing listing -> listed(worker, listing);
            case Walked walked -> walked(worker, walked);
            case Results results -> results(worker, results);
            case WorkerMessage.Walk walk -> throw outOfState(walk);
            case WorkerMessage.Digest digest -> throw outOfState(digest);
            case Withdraw withdraw -> throw outOfState(withdraw);
        };
    }

    private boolean listed(WorkerState worker, Listing listing) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Walking walking && walking.id() == listing.lease()) {
            if (!jobs.guarded(job, () -> job.listed(walking, listing.entries()))) {
                return false;
            }
            roster.wakeIdle();
        } else {
            ignoreIfWithdrawn(worker, listing);
        }
        return true;
    }

    private boolean walked(WorkerState worker, Walked walked) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Walking walking && walking.id() == walked.lease()) {
            if (!jobs.guarded(job, () -> job.walked(walking))) {
                return false;
            }
            jobs.totals().ended(walking, worker.leaseNanos(System.nanoTime()));
            worker.drop();
            roster.forgive(worker);
            roster.wakeIdle();
        } else {
            ignoreIfWithdrawn(worker, walked);
        }
        return true;
    }

    private boolean results(WorkerState worker, Results results) throws ProtocolException {
        worker.report(results.cpuNanos(), results.busyNanos());
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Digesting lease && lease.id() == results.lease()) {
            if (!jobs.guarded(job, () -> job.results(worker, lease, results))) {
                return false;
            }
            if (worker.lease != null && lease.open().isEmpty()) {
                long now = System.nanoTime();
                jobs.totals().ended(lease, worker.leaseNanos(now));
                worker.measure(now);
                worker.drop();
                roster.forgive(worker);
                worker.wake.signal();
            }
        } else {
            ignoreIfWithdrawn(worker, results);
        }
        return true;
    }

    private static void ignoreIfWithdrawn(WorkerState worker, WorkerMessage message) throws ProtocolException {
        if (!worker.mayStillTellOf(message.lease())) {
            throw outOfState(message);
        }
    }

    private static ProtocolException outOfState(WorkerMessage message) {
        return new ProtocolException(
                Fault.OUT_OF_STATE, message.type() + " of lease " + message.lease() + " was not to be expected");
    }

    /** Gives the worker a lease and returns 0, or the time after which to try again. */
    long assign(WorkerState worker) {
        if (BatchSize.isAllOut(roster.pathBytesOut())) {
            return Dispatcher.RETRY_NANOS / 5;
        }
        long idle = Long.MAX_VALUE;
        int peers = roster.peers(worker);
        for (Job job : jobs.toWorkOn()) {
            long[] wait = {Dispatcher.RETRY_NANOS};
            jobs.guardedFiles(job, () -> {
                Schedule.Step step = job.next(worker, peers, roster.connected().size(), ++nextLease, System.nanoTime());
                wait[0] = step instanceof Schedule.Step.Idle left ? left.nanos() : 0;
            });
            Lease lease = worker.lease;
            if (lease != null) {
                jobs.totals().leased(lease);
                return 0;
            }
            idle = Math.min(idle, wait[0]);
        }
        return idle;
    }
}
