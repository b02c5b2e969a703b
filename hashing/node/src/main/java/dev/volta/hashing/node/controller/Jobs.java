package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;

/** The jobs that run, and the folders of those that ran. Guarded by the board's lock. */
final class Jobs implements AutoCloseable {
    private final Path folder;
    private final Clock clock;
    private final Roster roster;
    private final Condition progressed;
    private final Totals totals = new Totals();
    private final Map<JobId, Job> running = new LinkedHashMap<>();

    /** {@code progressed} is signalled when a job ends. */
    Jobs(Path folder, Clock clock, Roster roster, Condition progressed) {
        this.folder = folder;
        this.clock = clock;
        this.roster = roster;
        this.progressed = progressed;
    }

    /** A copy: jobs may end while it is gone through. */
    List<Job> running() {
        return List.copyOf(running.values());
    }

    Totals totals() {
        return totals;
    }

    JobFolder folder(JobId id) {
        return JobFolder.of(folder, id);
    }

    /** Takes up what an earlier controller process left unfinished. */
    void recover(long reservedUntil) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
            for (Path path : folders) {
                try {
                    recover(new JobFolder(path), reservedUntil);
                } catch (IOException e) {
                    // A job that cannot be read must not keep the controller from the others.
                    Log.line("cannot take up " + path + " again: " + e);
                }
            }
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

    /** Starts a job or finds it; an ended one has its verdict. */
    JobView submit(JobSpec spec, Board board) throws IOException {
        Job job = running.get(spec.id());
        JobFolder files = folder(spec.id());
        JobSpec known = job != null ? job.spec() : files.spec().orElse(null);
        if (known != null && !known.equals(spec)) {
            throw new ProtocolException(
                    Fault.CONFLICT, "job " + spec.id() + " exists with another specification; forget it first");
        }
        if (job == null && known != null) {
            var verdict = files.verdict();
            if (verdict.isPresent()) {
                return new JobView(board, null, verdict.get());
            }
        }
        if (job == null) {
            job = Job.create(spec, files, clock);
            running.put(spec.id(), job);
            for (WorkerState worker : roster.connected()) {
                job.note(new Event.WorkerUp(worker.id, worker.node));
            }
            roster.wakeIdle();
        }
        return new JobView(board, job, null);
    }

    void cancel(JobId id) {
        Job job = running.get(id);
        if (job != null) {
            fail(job, "cancelled");
        }
    }

    void forget(JobId id) throws IOException {
        cancel(id);
        folder(id).delete();
    }

    /** A failing disk fails the job it holds, nothing else; a failing worker is the caller's. */
    void guarded(Job job, Totals.Work work) throws ProtocolException {
        try {
            totals.counting(job.ledger(), work);
        } catch (ProtocolException e) {
            throw e;
        } catch (HopelessJobException e) {
            fail(job, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(job, "the controller cannot keep its files: " + e);
        }
        keepWhileRunning(job);
    }

    /** For work in which no worker's message takes part, so that the protocol cannot be broken. */
    void guardedFiles(Job job, Totals.Work work) {
        try {
            guarded(job, work);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    void noteEverywhere(Event event) {
        for (Job job : running()) {
            guardedFiles(job, () -> job.note(event));
        }
    }

    private void fail(Job job, String reason) {
        job.fail(reason);
        for (WorkerState worker : roster.connected()) {
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

    @Override
    public void close() throws IOException {
        for (Job job : running()) {
            job.close();
        }
    }
}
