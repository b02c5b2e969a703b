package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.journal.OtherVersionException;
import dev.volta.hashing.node.journal.Shortage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;

/**
 * The jobs that run, the folders of those that ran, and those that cannot be read now. A job that cannot be read is there
 * all the same: it is tried again, and its folder is nobody else's. Guarded by the board's lock.
 */
final class Jobs implements AutoCloseable {
    private final Path folder;
    private final Disk disk;
    private final Clock clock;
    private final ConnectedWorkers roster;
    private final Condition progressed;
    private final Consumer<Job> whenAllIsDone;
    private final Totals totals = new Totals();
    private final JobClients clients = new JobClients();
    private final RemovedJobs removed;
    private final Map<JobId, Job> running = new LinkedHashMap<>();
    /** With the reason. */
    private final Map<JobId, IOException> unreadable = new LinkedHashMap<>();

    /**
     * @param progressed signalled when a job ends
     * @param whenAllIsDone given each job of which nothing is left to do but to put it on the disk
     */
    Jobs(
            Path folder,
            Disk disk,
            Clock clock,
            ConnectedWorkers roster,
            Condition progressed,
            Consumer<Job> whenAllIsDone) {
        this.folder = folder;
        this.disk = disk;
        this.clock = clock;
        this.roster = roster;
        this.progressed = progressed;
        this.whenAllIsDone = whenAllIsDone;
        this.removed = new RemovedJobs(folder);
    }

    /** A copy: jobs may end while it is gone through. */
    List<Job> running() {
        return List.copyOf(running.values());
    }

    /** Those that have a client; without any, those that wait for theirs. */
    List<Job> toWorkOn() {
        List<Job> wanted = running.values().stream()
                .filter(job -> clients.has(job.spec().id()))
                .toList();
        return wanted.isEmpty() ? running() : wanted;
    }

    JobClients clients() {
        return clients;
    }

    RemovedJobs removed() {
        return removed;
    }

    Totals totals() {
        return totals;
    }

    JobFolder folder(JobId id) {
        return JobFolder.of(folder, id, disk);
    }

    /** Takes up what an earlier controller process left unfinished. */
    void recover(long now, long reservedUntil) throws IOException {
        Files.createDirectories(folder);
        removed.find();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path path : folders) {
                if (RemovedJobs.isOne(path)) {
                    continue;
                }
                Optional<JobId> id = JobId.named(path.getFileName().toString());
                if (id.isEmpty() || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Log.line("cannot take up " + path + ", which is no folder of a job");
                    continue;
                }
                recover(id.get(), now, reservedUntil);
            }
        }
    }

    /** Tries again what could not be read; a job that can is taken up. */
    void recoverUnreadable(long now) {
        for (Map.Entry<JobId, IOException> job : List.copyOf(unreadable.entrySet())) {
            if (!(job.getValue() instanceof OtherVersionException)) {
                recover(job.getKey(), now, now);
            }
        }
    }

    private void recover(JobId id, long now, long reservedUntil) {
        JobFolder files = folder(id);
        try {
            Optional<JobSpec> spec = files.spec();
            if (spec.isEmpty()) {
                Log.line("removing " + files.path() + ", which has no whole specification");
                removed.setAside(id);
            } else {
                if (files.verdict().isEmpty()) {
                    keepWhileRunning(Job.recover(spec.get(), files, clock, whenAllIsDone, reservedUntil));
                }
                clients.found(id, now);
            }
            if (unreadable.remove(id) != null) {
                Log.line("took up " + files.path() + " after all");
            }
        } catch (IOException e) {
            // A job that cannot be read must not keep the controller from the others.
            if (unreadable.put(id, e) == null) {
                Log.line("cannot take up " + files.path() + " now: " + e);
            }
            if (!(e instanceof OtherVersionException)) {
                clients.found(id, now);
            }
        }
    }

    /**
     * Starts a job or finds it; an ended one has its verdict.
     *
     * @param known whether the client has heard of it before, so that it must not begin anew
     */
    JobView submit(JobSpec spec, boolean known, Dispatcher board, long now) throws ProtocolException {
        JobId id = spec.id();
        if (unreadable.containsKey(id)) {
            recover(id, now, now);
        }
        IOException reason = unreadable.get(id);
        if (reason != null) {
            throw new ProtocolException(
                    reason instanceof OtherVersionException ? Fault.FAILED : Fault.BUSY,
                    "job " + id + " is here and cannot be read: " + reason);
        }
        try {
            Optional<JobSpec> found = specOf(id);
            if (found.isPresent() && !found.get().equals(spec)) {
                throw new ProtocolException(
                        Fault.CONFLICT, "job " + id + " exists with another specification; forget it first");
            }
            return found.isPresent() ? attach(spec, board, now) : create(spec, known, board);
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw new ProtocolException(
                    Shortage.is(e) ? Fault.BUSY : Fault.FAILED, "job " + id + " cannot be kept: " + e);
        }
    }

    private Optional<JobSpec> specOf(JobId id) throws IOException {
        Job job = running.get(id);
        return job != null ? Optional.of(job.spec()) : folder(id).spec();
    }

    private JobView attach(JobSpec spec, Dispatcher board, long now) throws IOException {
        Job job = running.get(spec.id());
        if (job == null) {
            var verdict = folder(spec.id()).verdict();
            if (verdict.isPresent()) {
                return new JobView(board, null, verdict.get());
            }
            // It was begun, and broke off before it ran.
            job = Job.recover(spec, folder(spec.id()), clock, whenAllIsDone, now);
            keepWhileRunning(job);
            roster.wakeIdle();
        }
        return new JobView(board, job, null);
    }

    private JobView create(JobSpec spec, boolean known, Dispatcher board) throws IOException {
        if (known) {
            throw new ProtocolException(
                    Fault.UNKNOWN_JOB,
                    "there is no job " + spec.id() + " any more; jobs end when their client was away for too long");
        }
        Job job = Job.create(spec, folder(spec.id()), clock, whenAllIsDone);
        running.put(spec.id(), job);
        standAside();
        for (WorkerState worker : roster.connected()) {
            job.note(new Event.WorkerUp(worker.id, worker.node));
        }
        roster.wakeIdle();
        return new JobView(board, job, null);
    }

    /** Jobs whose clients are away leave the workers to the one that comes; they go on when theirs are back. */
    private void standAside() {
        for (Job job : running()) {
            if (!clients.has(job.spec().id()) && !toWorkOn().contains(job)) {
                withdraw(job, worker -> {
                    Lease lease = worker.lease;
                    if (lease != null) {
                        guardedFiles(
                                job,
                                () -> job.leasing()
                                        .abandon(
                                                lease,
                                                worker.id,
                                                true,
                                                "its client is away, and another job came",
                                                System.nanoTime()));
                    }
                });
            }
        }
    }

    /** Ends the job if it runs, and moves its files out of the way; {@link RemovedJobs#delete} has to follow. */
    boolean forget(JobId id, String reason) throws IOException {
        Job job = running.get(id);
        if (job != null) {
            fail(job, reason);
        }
        boolean wasThere = removed.setAside(id);
        unreadable.remove(id);
        clients.forget(id);
        return wasThere;
    }

    /** Forgets the jobs whose clients have been away for too long. */
    void forgetAbandoned(long now, Duration limit) {
        for (JobId id : clients.away(now, limit)) {
            if (unreadable.get(id) instanceof OtherVersionException) {
                // Whoever can read it may still want it.
                clients.forget(id);
                continue;
            }
            String reason = "its client was away for " + limit.toSeconds() + " s";
            try {
                if (forget(id, "cancelled, because " + reason)) {
                    Log.line("job " + id + " was cancelled and removed: " + reason);
                }
            } catch (IOException e) {
                Log.line("cannot remove job " + id + " now: " + e);
                clients.forget(id);
                clients.found(id, now);
            }
        }
    }

    /**
     * Does what may need the disk. A failing disk fails the job it holds, nothing else; a failing worker is the caller's.
     *
     * @return whether it was done; if not there is no room now, nothing has changed, and it is to be done again
     */
    boolean guarded(Job job, Totals.Work work) throws ProtocolException {
        try {
            totals.counting(job.ledger(), work);
        } catch (ProtocolException e) {
            throw e;
        } catch (HopelessJobException e) {
            fail(job, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (Shortage.is(e) && job.verdict() == null) {
                job.waitsFor(e);
                return false;
            }
            fail(job, "the controller cannot keep its files: " + e);
        }
        keepWhileRunning(job);
        return true;
    }

    /** For work in which no worker's message takes part, so that the protocol cannot be broken. */
    boolean guardedFiles(Job job, Totals.Work work) {
        try {
            return guarded(job, work);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    void noteEverywhere(Event event) {
        running().forEach(job -> job.note(event));
    }

    private void fail(Job job, String reason) {
        job.fail(reason);
        withdraw(job, _ -> {});
        keepWhileRunning(job);
    }

    private void withdraw(Job job, Consumer<WorkerState> before) {
        for (WorkerState worker : new ArrayList<>(roster.connected())) {
            Lease lease = worker.lease;
            if (worker.job == job && lease != null) {
                before.accept(worker);
                worker.withdraw(lease.id());
                worker.wake.signal();
            }
        }
    }

    void keepWhileRunning(Job job) {
        if (job.verdict() == null) {
            running.put(job.spec().id(), job);
        } else {
            running.remove(job.spec().id(), job);
            progressed.signalAll();
        }
    }

    @Override
    public void close() throws IOException {
        for (Job job : running()) {
            job.close();
        }
    }
}
