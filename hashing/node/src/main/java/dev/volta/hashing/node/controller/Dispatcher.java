package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.metrics.Readings;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Pulse;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage;
import dev.volta.hashing.node.wire.WorkerMessage.Withdraw;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one lock under which jobs, clients and workers meet; whoever waits, waits on a condition of that lock. */
final class Dispatcher implements AutoCloseable, Readings.Source {
    /** How often it is looked whether the disk has room again. */
    static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progressed = lock.newCondition();
    private final ConnectedWorkers roster = new ConnectedWorkers(lock);
    private final Jobs jobs;
    private final Assignments assignments;

    Dispatcher(Path jobsFolder, Disk disk, Clock clock) {
        this.jobs = new Jobs(
                jobsFolder,
                disk,
                clock,
                roster,
                progressed,
                job -> Controller.thread("volta-end-" + job.spec().id(), () -> end(job)));
        this.assignments = new Assignments(roster, jobs, clock.millis());
    }

    /** Takes up the jobs that an earlier controller process left unfinished. */
    void recover(Duration grace) throws IOException {
        lock.lock();
        try {
            long now = System.nanoTime();
            jobs.recover(now, now + grace.toNanos());
        } finally {
            lock.unlock();
        }
        deleteRemoved();
    }

    /** Tries again to take up the jobs that could not be read; to be called now and then. */
    void recoverUnreadable() {
        lock.lock();
        try {
            jobs.recoverUnreadable(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Starts a job or finds it; an ended one answers with its verdict at once. */
    JobView submit(JobSpec spec, boolean known) throws ProtocolException {
        lock.lock();
        try {
            return jobs.submit(spec, known, this, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** A client asks for a job, and it is there for this client too until {@link #leave}. */
    void join(JobId job) {
        lock.lock();
        try {
            jobs.clients().join(job);
        } finally {
            lock.unlock();
        }
    }

    void leave(JobId job) {
        lock.lock();
        try {
            jobs.clients().leave(job, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** Ends and removes the jobs whose clients have been away for {@code limit}; to be called now and then. */
    void forgetAbandoned(long now, Duration limit) {
        lock.lock();
        try {
            jobs.forgetAbandoned(now, limit);
        } finally {
            lock.unlock();
        }
        deleteRemoved();
    }

    /** Puts a job of which all is done on the disk, which takes its time, and tells its end. */
    private void end(Job job) {
        try {
            job.force();
        } catch (IOException e) {
            // What the kernel could not write back may be lost, and it says so only once: that cannot be tried again.
            guardedEnd(job, () -> {
                throw new HopelessJobException("the controller cannot put what came out on its disk: " + e);
            });
            return;
        }
        while (!guardedEnd(job, job::complete)) {
            try {
                TimeUnit.NANOSECONDS.sleep(RETRY_NANOS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean guardedEnd(Job job, Totals.Work work) {
        lock.lock();
        try {
            return job.verdict() != null || jobs.guardedFiles(job, work);
        } finally {
            lock.unlock();
        }
    }

    private void deleteRemoved() {
        List<Path> folders;
        lock.lock();
        try {
            folders = jobs.removed().take();
        } finally {
            lock.unlock();
        }
        for (Path folder : folders) {
            try {
                RemovedJobs.delete(folder);
            } catch (IOException e) {
                Log.line("cannot delete " + folder + ", which is left to the next start: " + e);
            }
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

    private DispatcherReadings readings() {
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
            return new DispatcherReadings(
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

    /** Ends the job if it runs, and deletes its files. */
    void forget(JobId id) throws IOException {
        lock.lock();
        try {
            jobs.forget(id, "cancelled");
        } finally {
            lock.unlock();
        }
        deleteRemoved();
    }

    JobFolder folder(JobId id) {
        return jobs.folder(id);
    }

    /** Lets a worker in, or back in; the same worker's older connection is closed first. */
    WorkerState connect(Hello hello, Runnable disconnect) throws ProtocolException, InterruptedException {
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
            wakeIdle();
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
            wakeIdle();
        } finally {
            lock.unlock();
        }
    }

    /** A thousand workers that come or go without a job would wake each other a million times. */
    private void wakeIdle() {
        if (!jobs.running().isEmpty()) {
            roster.wakeIdle();
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

    /**
     * Waits for what is to be sent to the worker next, at most for {@code pulse}: then it is a sign of life. Null when the
     * worker is gone.
     */
    @Nullable
    Message next(WorkerState worker, Duration pulse) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + pulse.toNanos();
        lock.lock();
        try {
            while (worker.connected) {
                if (worker.toWithdraw != 0) {
                    Withdraw withdraw = new Withdraw(worker.toWithdraw);
                    worker.toWithdraw = 0;
                    return withdraw;
                }
                long idle = worker.lease == null ? assignments.assign(worker) : Long.MAX_VALUE;
                Job job = worker.job;
                Lease lease = worker.lease;
                if (idle == 0 && job != null && lease != null) {
                    return job.leasing().message(lease);
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return new Pulse();
                }
                worker.wake.awaitNanos(Math.min(idle, left));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what a worker sent. While there is no room for it on the disk, this waits. */
    void receive(WorkerState worker, WorkerMessage message) throws ProtocolException, InterruptedException {
        lock.lock();
        try {
            while (!assignments.take(worker, message) && !worker.replaced) {
                worker.stalled = true;
                worker.wake.awaitNanos(RETRY_NANOS);
            }
            worker.stalled = false;
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
}
