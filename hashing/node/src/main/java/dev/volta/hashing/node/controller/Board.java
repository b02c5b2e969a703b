package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.metrics.Readings;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage;
import dev.volta.hashing.node.wire.WorkerMessage.Heartbeat;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import dev.volta.hashing.node.wire.WorkerMessage.Withdraw;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings jobs and workers together. One lock guards all of it; whoever waits, waits on a condition of that lock. */
final class Board implements AutoCloseable, Readings.Source {
    private static final int LEASE_ID_BITS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progressed = lock.newCondition();
    private final Roster roster = new Roster(lock);
    private final Jobs jobs;
    private long nextLease;

    Board(Path jobsFolder, Clock clock) {
        this.jobs = new Jobs(jobsFolder, clock, roster, progressed);
        // Leases of an earlier process must not be mistaken for new ones.
        this.nextLease = clock.millis() << LEASE_ID_BITS;
    }

    /** Takes up the jobs that an earlier controller process left unfinished. */
    void recover(Duration grace) throws IOException {
        lock.lock();
        try {
            jobs.recover(System.nanoTime() + grace.toNanos());
        } finally {
            lock.unlock();
        }
    }

    /** Starts a job or finds it; an ended one answers with its verdict at once. */
    JobView submit(JobSpec spec) throws IOException {
        lock.lock();
        try {
            return jobs.submit(spec, this);
        } finally {
            lock.unlock();
        }
    }

    /** The job's state after at most {@code patience}, earlier if it has ended. */
    ClientMessage await(Job job, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (job.verdict() == null && left > 0) {
                left = progressed.awaitNanos(left);
            }
            ClientMessage verdict = job.verdict();
            return verdict != null ? verdict : new ClientMessage.Progress(job.progress(roster.connected()));
        } finally {
            lock.unlock();
        }
    }

    /** How many workers are connected, up to what PRESENT can tell. */
    int attendance() {
        lock.lock();
        try {
            return Math.min(roster.connected().size(), 0xFFFF);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void read(Readings into) {
        readings().read(into);
    }

    private BoardReadings readings() {
        lock.lock();
        try {
            long inFlight = 0;
            for (WorkerState worker : roster.connected()) {
                if (worker.lease instanceof Lease.Digesting digesting) {
                    inFlight += digesting.open().cardinality();
                }
            }
            long open = jobs.running().stream()
                    .mapToLong(job -> job.ledger().filesOpen())
                    .sum();
            return new BoardReadings(
                    roster.connected().size(),
                    jobs.running().size(),
                    Math.max(0, open - inFlight),
                    inFlight,
                    jobs.totals().copy());
        } finally {
            lock.unlock();
        }
    }

    /** Fails the jobs for which nobody has been there for {@code limit}; to be called now and then. */
    void requireWorkers(long now, Duration limit) {
        lock.lock();
        try {
            Set<String> nodes =
                    roster.connected().stream().map(worker -> worker.node).collect(Collectors.toSet());
            for (Job job : jobs.running()) {
                jobs.guardedFiles(job, () -> job.requireWorkers(nodes, now, limit));
            }
        } finally {
            lock.unlock();
        }
    }

    void cancel(JobId id) {
        lock.lock();
        try {
            jobs.cancel(id);
        } finally {
            lock.unlock();
        }
    }

    void forget(JobId id) throws IOException {
        lock.lock();
        try {
            jobs.forget(id);
        } finally {
            lock.unlock();
        }
    }

    JobFolder folder(JobId id) {
        return jobs.folder(id);
    }

    /** Lets a worker in, or back in; the same worker's older connection is closed first. */
    WorkerState connect(Hello hello, Runnable disconnect) throws IOException, InterruptedException {
        lock.lock();
        try {
            WorkerState worker = roster.enter(hello, disconnect);
            for (Job job : jobs.running()) {
                jobs.guardedFiles(job, () -> {
                    job.note(new Event.WorkerUp(worker.id, worker.node));
                    if (hello.heldLease() != 0) {
                        job.leasing().resume(job, worker, hello.heldLease(), System.nanoTime());
                    }
                    job.leasing().release(worker.id, System.nanoTime());
                });
            }
            worker.resumed = worker.lease != null;
            roster.wakeIdle();
            return worker;
        } finally {
            lock.unlock();
        }
    }

    void disconnect(WorkerState worker, String reason) {
        lock.lock();
        try {
            roster.leave(worker);
            Job job = worker.job;
            Lease lease = worker.lease;
            if (job != null && lease != null) {
                jobs.guardedFiles(
                        job, () -> job.leasing().abandon(lease, worker.id, worker.struck, reason, System.nanoTime()));
            }
            worker.drop();
            jobs.noteEverywhere(new Event.WorkerDown(worker.id, reason));
            roster.wakeIdle();
        } finally {
            lock.unlock();
        }
    }

    /** The worker broke the protocol. */
    void strike(WorkerState worker, String reason) {
        lock.lock();
        try {
            if (roster.strike(worker)) {
                jobs.noteEverywhere(new Event.Quarantined(worker.id, reason));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what is to be sent to the worker next; null when it is gone. */
    @Nullable
    WorkerMessage next(WorkerState worker) throws InterruptedException {
        lock.lock();
        try {
            while (worker.connected) {
                if (worker.toWithdraw != 0) {
                    Withdraw withdraw = new Withdraw(worker.toWithdraw);
                    worker.toWithdraw = 0;
                    return withdraw;
                }
                long idle = worker.lease == null ? assign(worker) : Long.MAX_VALUE;
                Job job = worker.job;
                Lease lease = worker.lease;
                if (idle == 0 && job != null && lease != null) {
                    return job.leasing().message(lease);
                }
                worker.wake.awaitNanos(idle);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void receive(WorkerState worker, WorkerMessage message) throws ProtocolException {
        lock.lock();
        try {
            switch (message) {
                case Heartbeat heartbeat -> {
                    worker.report(heartbeat.cpuNanos(), heartbeat.busyNanos());
                    worker.bytesIntoFile = worker.lease == null ? 0 : heartbeat.bytesIntoFile();
                }
                case Listing listing -> listed(worker, listing);
                case Walked walked -> walked(worker, walked);
                case Results results -> results(worker, results);
                case WorkerMessage.Walk walk -> throw outOfState(walk);
                case WorkerMessage.Digest digest -> throw outOfState(digest);
                case Withdraw withdraw -> throw outOfState(withdraw);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            jobs.close();
        } finally {
            lock.unlock();
        }
    }

    private void listed(WorkerState worker, Listing listing) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Walking walking && walking.id() == listing.lease()) {
            jobs.guarded(job, () -> job.listed(walking, listing.entries()));
            roster.wakeIdle();
        } else {
            ignoreIfWithdrawn(worker, listing);
        }
    }

    private void walked(WorkerState worker, Walked walked) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Walking walking && walking.id() == walked.lease()) {
            jobs.totals().ended(walking, worker.leaseNanos(System.nanoTime()));
            worker.drop();
            jobs.guarded(job, () -> job.walked(walking));
            roster.wakeIdle();
        } else {
            ignoreIfWithdrawn(worker, walked);
        }
    }

    private void results(WorkerState worker, Results results) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Digesting lease && lease.id() == results.lease()) {
            worker.report(results.cpuNanos(), results.busyNanos());
            jobs.guarded(job, () -> job.results(worker, lease, results));
            if (worker.lease != null && lease.open().isEmpty()) {
                long now = System.nanoTime();
                jobs.totals().ended(lease, worker.leaseNanos(now));
                worker.measure(now);
                worker.drop();
                worker.wake.signal();
            }
        } else {
            worker.report(results.cpuNanos(), results.busyNanos());
            ignoreIfWithdrawn(worker, results);
        }
    }

    private static void ignoreIfWithdrawn(WorkerState worker, WorkerMessage message) throws ProtocolException {
        if (message.lease() != worker.withdrawn) {
            throw outOfState(message);
        }
    }

    private static ProtocolException outOfState(WorkerMessage message) {
        return new ProtocolException(
                Fault.OUT_OF_STATE, message.type() + " of lease " + message.lease() + " was not to be expected");
    }

    /** Gives the worker a lease and returns 0, or the time after which to try again. */
    private long assign(WorkerState worker) {
        long idle = Long.MAX_VALUE;
        int peers = roster.peers(worker);
        for (Job job : jobs.running()) {
            long[] wait = {Long.MAX_VALUE};
            jobs.guardedFiles(job, () -> {
                if (job.next(worker, peers, roster.connected().size(), ++nextLease, System.nanoTime())
                        instanceof Schedule.Step.Idle step) {
                    wait[0] = step.nanos();
                }
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
