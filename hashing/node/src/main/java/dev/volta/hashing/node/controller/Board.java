package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.JobFolder;
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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Brings jobs and workers together. One lock guards all of it; whoever waits, waits on a condition of that lock. */
final class Board implements AutoCloseable {
    private static final int STRIKES = 3;
    private static final long DEPARTURE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LEASE_ID_BITS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progressed = lock.newCondition();
    private final Condition departed = lock.newCondition();
    private final Path jobsFolder;
    private final Clock clock;
    private final Map<JobId, Job> running = new LinkedHashMap<>();
    private final Map<String, WorkerState> workers = new LinkedHashMap<>();
    private final Map<String, Integer> strikes = new HashMap<>();
    private long nextLease;

    Board(Path jobsFolder, Clock clock) {
        this.jobsFolder = jobsFolder;
        this.clock = clock;
        // Leases of an earlier process must not be mistaken for new ones.
        this.nextLease = clock.millis() << LEASE_ID_BITS;
    }

    /** Takes up the jobs that an earlier controller process left unfinished. */
    void recover(Duration grace) throws IOException {
        Files.createDirectories(jobsFolder);
        long reservedUntil = System.nanoTime() + grace.toNanos();
        lock.lock();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(jobsFolder)) {
            for (Path path : folders) {
                try {
                    recover(new JobFolder(path), reservedUntil);
                } catch (IOException e) {
                    // A job that cannot be read must not keep the controller from the others.
                    Log.line("cannot take up " + path + " again: " + e);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void recover(JobFolder folder, long reservedUntil) throws IOException {
        var spec = folder.spec();
        if (spec.isEmpty()) {
            Log.line("removing " + folder.path() + ", which has no whole specification");
            folder.delete();
        } else if (folder.verdict().isEmpty()) {
            keepWhileRunning(Job.recover(spec.get(), folder, clock, reservedUntil));
        }
    }

    /** Starts a job or finds it; an ended one answers with its verdict at once. */
    JobView submit(JobSpec spec) throws IOException {
        lock.lock();
        try {
            Job job = running.get(spec.id());
            JobFolder folder = JobFolder.of(jobsFolder, spec.id());
            JobSpec known = job != null ? job.spec() : folder.spec().orElse(null);
            if (known != null && !known.equals(spec)) {
                throw new ProtocolException(
                        Fault.CONFLICT, "job " + spec.id() + " exists with another specification; forget it first");
            }
            if (job == null && known != null) {
                var verdict = folder.verdict();
                if (verdict.isPresent()) {
                    return new JobView(this, null, verdict.get());
                }
            }
            if (job == null) {
                job = Job.create(spec, folder, clock);
                running.put(spec.id(), job);
                for (WorkerState worker : workers.values()) {
                    job.note(new Event.WorkerUp(worker.id, worker.node));
                }
                wakeIdle();
            }
            return new JobView(this, job, null);
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
            return verdict != null ? verdict : new ClientMessage.Progress(job.progress(workers.values()));
        } finally {
            lock.unlock();
        }
    }

    /** How many workers are connected, up to what PRESENT can tell. */
    int attendance() {
        lock.lock();
        try {
            return Math.min(workers.size(), 0xFFFF);
        } finally {
            lock.unlock();
        }
    }

    void cancel(JobId id) {
        lock.lock();
        try {
            Job job = running.get(id);
            if (job != null) {
                fail(job, "cancelled");
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(JobId id) throws IOException {
        lock.lock();
        try {
            cancel(id);
            JobFolder.of(jobsFolder, id).delete();
        } finally {
            lock.unlock();
        }
    }

    JobFolder folder(JobId id) {
        return JobFolder.of(jobsFolder, id);
    }

    /** Lets a worker in, or back in; the same worker's older connection is closed first. */
    WorkerState connect(Hello hello, Runnable disconnect) throws IOException, InterruptedException {
        lock.lock();
        try {
            if (strikes.getOrDefault(hello.id(), 0) >= STRIKES) {
                throw new ProtocolException(
                        Fault.QUARANTINED, "worker " + hello.id() + " broke the protocol " + STRIKES + " times");
            }
            awaitDeparture(hello.id());
            WorkerState worker =
                    new WorkerState(hello.id(), hello.node(), hello.cpuNanos(), lock.newCondition(), disconnect);
            workers.put(worker.id, worker);
            for (Job job : List.copyOf(running.values())) {
                guardedFiles(job, () -> {
                    job.note(new Event.WorkerUp(worker.id, worker.node));
                    if (hello.heldLease() != 0) {
                        job.resume(worker, hello.heldLease(), System.nanoTime());
                    }
                    job.release(worker.id, System.nanoTime());
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
            worker.connected = false;
            workers.remove(worker.id, worker);
            Job job = worker.job;
            Lease lease = worker.lease;
            if (job != null && lease != null) {
                guardedFiles(job, () -> job.abandon(lease, worker.id, reason, System.nanoTime()));
            }
            worker.drop();
            noteEverywhere(new Event.WorkerDown(worker.id, reason));
            worker.wake.signalAll();
            departed.signalAll();
            wakeIdle();
        } finally {
            lock.unlock();
        }
    }

    /** The worker broke the protocol. */
    void strike(WorkerState worker, String reason) {
        lock.lock();
        try {
            if (strikes.merge(worker.id, 1, Integer::sum) == STRIKES) {
                noteEverywhere(new Event.Quarantined(worker.id, reason));
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
                    return job.message(lease);
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
            for (Job job : running.values()) {
                job.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void listed(WorkerState worker, Listing listing) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Walking walking && walking.id() == listing.lease()) {
            guarded(job, () -> job.listed(walking, listing.entries()));
            wakeIdle();
        } else {
            ignoreIfWithdrawn(worker, listing);
        }
    }

    private void walked(WorkerState worker, Walked walked) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Walking walking && walking.id() == walked.lease()) {
            worker.drop();
            guarded(job, () -> job.walked(walking));
            wakeIdle();
        } else {
            ignoreIfWithdrawn(worker, walked);
        }
    }

    private void results(WorkerState worker, Results results) throws ProtocolException {
        Job job = worker.job;
        if (job != null && worker.lease instanceof Lease.Digesting lease && lease.id() == results.lease()) {
            worker.report(results.cpuNanos(), results.busyNanos());
            guarded(job, () -> job.results(worker, lease, results));
            if (worker.lease != null && lease.open().isEmpty()) {
                worker.measure(System.nanoTime());
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
        int peers = (int) workers.values().stream()
                .filter(other -> other.node.equals(worker.node))
                .count();
        for (Job job : List.copyOf(running.values())) {
            long[] wait = {Long.MAX_VALUE};
            guardedFiles(job, () -> {
                if (job.next(worker, Math.max(peers, 1), ++nextLease, System.nanoTime())
                        instanceof Schedule.Step.Idle step) {
                    wait[0] = step.nanos();
                }
            });
            if (worker.lease != null) {
                return 0;
            }
            idle = Math.min(idle, wait[0]);
        }
        return idle;
    }

    private void awaitDeparture(String id) throws InterruptedException, ProtocolException {
        WorkerState old = workers.get(id);
        long left = DEPARTURE_NANOS;
        while (old != null) {
            old.disconnect.run();
            if (left <= 0) {
                throw new ProtocolException(Fault.BUSY, "worker " + id + " is connected already");
            }
            left = departed.awaitNanos(left);
            old = workers.get(id);
        }
    }

    /** What is done to the files of a job. */
    private interface JobWork {
        void run() throws IOException;
    }

    /** A failing disk fails the job it holds, nothing else; a failing worker is the caller's. */
    private void guarded(Job job, JobWork work) throws ProtocolException {
        try {
            work.run();
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            fail(job, "the controller cannot keep its files: " + e);
        }
        keepWhileRunning(job);
    }

    /** For work in which no worker's message takes part, so that the protocol cannot be broken. */
    private void guardedFiles(Job job, JobWork work) {
        try {
            guarded(job, work);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void noteEverywhere(Event event) {
        for (Job job : List.copyOf(running.values())) {
            guardedFiles(job, () -> job.note(event));
        }
    }

    private void fail(Job job, String reason) {
        job.fail(reason);
        for (WorkerState worker : workers.values()) {
            Lease lease = worker.lease;
            if (worker.job == job && lease != null) {
                worker.withdrawn = lease.id();
                worker.toWithdraw = lease.id();
                worker.drop();
                worker.wake.signal();
            }
        }
        keepWhileRunning(job);
    }

    private void keepWhileRunning(Job job) {
        if (job.verdict() == null) {
            running.put(job.spec().id(), job);
        } else {
            running.remove(job.spec().id());
            progressed.signalAll();
        }
    }

    private void wakeIdle() {
        for (WorkerState worker : workers.values()) {
            if (worker.lease == null) {
                worker.wake.signal();
            }
        }
    }
}
