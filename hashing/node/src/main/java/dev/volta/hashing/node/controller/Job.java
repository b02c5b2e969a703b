package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobProgress.WorkerRate;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.journal.LeaseLog.Grant;
import dev.volta.hashing.node.journal.ResultSlots.Filled;
import dev.volta.hashing.node.journal.Slot;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.PayloadReader;
import dev.volta.hashing.node.wire.WorkerMessage.NumberedRoot;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running job: applies the schedule's decisions to the job's files. Guarded by the board's lock. */
final class Job implements AutoCloseable {
    private static final long TALLY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final JobSpec spec;
    private final JobFolder folder;
    private final Schedule schedule;
    private final JobFiles files;
    private final JobCounters ledger = new JobCounters();
    private final Stopwatch stopwatch;
    private final Leasing leasing;
    private final Absences absences = new Absences();
    private final Waiting waiting = new Waiting();
    private final Consumer<Job> whenAllIsDone;
    private long lastTally = System.nanoTime();
    /** What is told once all is done, from then on; it is the verdict as soon as it is on the disk. */
    private @Nullable JobSummary outcome;

    private @Nullable ClientMessage verdict;

    private Job(JobSpec spec, JobFolder folder, Clock clock, Consumer<Job> whenAllIsDone) throws IOException {
        this.spec = spec;
        this.folder = folder;
        this.whenAllIsDone = whenAllIsDone;
        this.stopwatch = new Stopwatch(folder, clock);
        Map<String, List<NumberedRoot>> byNode = byNode(spec);
        this.schedule = new Schedule(List.copyOf(byNode.keySet()), spec.limits());
        this.files = new JobFiles(spec, byNode.values(), folder, clock);
        this.leasing = new Leasing(spec, schedule, files, ledger, stopwatch);
    }

    /** @param whenAllIsDone given this job when nothing is left to do but to {@link #force} and to {@link #complete} it */
    static Job create(JobSpec spec, JobFolder folder, Clock clock, Consumer<Job> whenAllIsDone) throws IOException {
        folder.create(spec);
        Job job = new Job(spec, folder, clock, whenAllIsDone);
        job.files.note(new Event.Submitted(spec.algorithm().id(), spec.roots().size()));
        return job;
    }

    /** Takes up a job that another controller process left; its workers may keep what they have until then. */
    static Job recover(JobSpec spec, JobFolder folder, Clock clock, Consumer<Job> whenAllIsDone, long reservedUntil)
            throws IOException {
        Job job = new Job(spec, folder, clock, whenAllIsDone);
        try {
            job.recover(reservedUntil);
            return job;
        } catch (IOException | RuntimeException e) {
            job.close();
            throw e;
        }
    }

    /** The roots of a job, node by node in the order in which the nodes first appear. */
    static Map<String, List<NumberedRoot>> byNode(JobSpec spec) {
        Map<String, List<NumberedRoot>> byNode = new LinkedHashMap<>();
        for (int i = 0; i < spec.roots().size(); i++) {
            var root = spec.roots().get(i);
            byNode.computeIfAbsent(root.node(), node -> new ArrayList<>()).add(new NumberedRoot(i, root.path()));
        }
        return byNode;
    }

    JobSpec spec() {
        return spec;
    }

    JobCounters ledger() {
        return ledger;
    }

    @Nullable
    ClientMessage verdict() {
        return verdict;
    }

    /** What {@code worker} is to do next. If it is a lease, the worker has it from now on. */
    Schedule.Step next(WorkerState worker, int peers, int connected, long leaseId, long now) throws IOException {
        Schedule.Step step = leasing.next(this, worker, peers, connected, leaseId, now);
        // A file that was given up may have been the last one.
        finishIfDone();
        return step;
    }

    Leasing leasing() {
        return leasing;
    }

    void listed(Lease.Walking walking, List<ListedEntry> entries) throws IOException {
        files.lane(walking.lane()).spool(walking, entries);
        waiting.end();
        leasing.walkCameForward(walking.lane());
        entries.forEach(ledger::listed);
        List<ListedEntry> files =
                entries.stream().filter(ListedEntry::isDigestible).toList();
        schedule.listed(
                walking.lane(),
                files.size(),
                files.stream().mapToLong(file -> BatchSize.weight(file.size())).sum());
    }

    void walked(Lease.Walking walking) throws IOException {
        boolean toTheEnd = files.lane(walking.lane()).walked(walking);
        waiting.end();
        leasing.walkCameForward(walking.lane());
        schedule.walked(walking.lane(), toTheEnd);
        finishIfDone();
    }

    /** Keeps the results; the first of each file wins. */
    void results(WorkerState worker, Lease.Digesting lease, Results results) throws IOException {
        for (var outcome : results.outcomes()) {
            check(lease, outcome.index(), outcome.outcome());
        }
        List<Filled> filled = new ArrayList<>(results.outcomes().size());
        BitSet open = (BitSet) lease.open().clone();
        for (var outcome : results.outcomes()) {
            int position = lease.position(outcome.index());
            if (open.get(position)) {
                open.clear(position);
                filled.add(new Filled(
                        outcome.index(),
                        lease.items().get(position).checksum(),
                        files.slot(lease.lane(), outcome.index(), outcome.outcome())));
            }
        }
        files.lane(lease.lane()).write(filled);
        // Nothing has changed before this, so that all of it can be done again when the disk had no room.
        waiting.end();
        lease.open().and(open);
        ledger.duplicates(results.outcomes().size() - filled.size());
        long bytes = 0;
        for (Filled result : filled) {
            ledger.done(result.slot());
            bytes += result.slot() instanceof Slot.Hashed hashed ? hashed.size() : 0;
        }
        ledger.credit(worker.id, worker.node, filled.size(), bytes);
        worker.did(filled.size(), bytes);
        saveTallyNowAndThen();
        finishIfDone();
    }

    /** Gives up when nobody has been there for {@code limit} who could do what is left. */
    void requireWorkers(Set<String> nodes, long now, Duration limit) throws HopelessJobException {
        absences.check(schedule.nodesWithWork(), nodes, now, limit);
    }

    void note(Event event) {
        files.note(event);
    }

    /** There is no room to go on, because of {@code reason}. */
    void waitsFor(IOException reason) {
        if (waiting.begin(reason)) {
            Log.line("job " + spec.id() + " waits: " + reason);
        }
    }

    /** A lease was written down. */
    void wrote() {
        waiting.end();
    }

    JobProgress progress(Collection<WorkerState> connected) {
        Map<String, WorkerState> byId = new LinkedHashMap<>();
        connected.forEach(worker -> byId.put(worker.id, worker));
        long inHand = connected.stream()
                .filter(worker -> worker.job == this)
                .mapToLong(worker -> worker.bytesIntoFile)
                .sum();
        List<WorkerRate> rates = ledger.shares().stream()
                .map(share -> {
                    WorkerState worker = byId.get(share.worker());
                    long rate = worker == null ? 0 : (long) worker.bytesPerSecond;
                    return new WorkerRate(share.worker(), share.node(), share.files(), share.bytes(), rate);
                })
                .toList();
        return new JobProgress(
                ledger.filesListed(),
                ledger.bytesListed(),
                schedule.isWalked(),
                ledger.filesHashed() + ledger.failed(),
                ledger.bytesHashed() + inHand,
                ledger.failed(),
                waiting.reason(),
                rates);
    }

    /** Ends the job without a result. */
    void fail(String reason) {
        if (verdict != null) {
            return;
        }
        ClientMessage failed = new ClientMessage.JobFailed(reason);
        verdict = failed;
        try (this) {
            folder.saveVerdict(failed);
            files.note(new Event.Failed(reason));
        } catch (IOException e) {
            // The disk that failed the job may refuse this as well. A restarted controller will find out by itself.
        }
    }

    /** Puts what came out of the job on the disk. It takes its time, and is done without the board's lock. */
    void force() throws IOException {
        files.force();
    }

    /** Ends the job, of which all is done and on the disk, unless it was ended meanwhile. */
    void complete() throws IOException {
        JobSummary summary = outcome;
        if (verdict != null || summary == null) {
            return;
        }
        ClientMessage completed = new ClientMessage.Completed(summary);
        folder.saveVerdict(completed);
        verdict = completed;
        files.note(new Event.Completed(summary.files(), summary.bytes(), summary.failed()));
        close();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private void recover(long reservedUntil) throws IOException {
        Optional<JobSummary> tally = folder.tally();
        tally.ifPresent(ledger::recover);
        ledger.recovered();
        stopwatch.recover(tally.map(JobSummary::controllerCpuNanos).orElse(0L));
        List<Grant> grants = files.latestGrants();
        List<Unfinished> unfinished = new ArrayList<>();
        for (int i = 0; i < files.lanes(); i++) {
            int lane = i;
            List<Grant> ofLane =
                    grants.stream().filter(grant -> grant.lane() == lane).toList();
            boolean sealed = files.lane(i).recover(ofLane, new Recount(lane), unfinished, reservedUntil);
            schedule.walked(i, sealed);
        }
        unfinished.forEach(schedule::requeue);
        long held = unfinished.stream()
                .mapToLong(left -> left.lease().open().cardinality())
                .sum();
        files.note(new Event.Recovered(ledger.filesListed(), ledger.filesListed() - ledger.filesOpen(), held));
        finishIfDone();
    }

    private final class Recount implements NodeQueue.RecoveryListener {
        private final int lane;

        private Recount(int lane) {
            this.lane = lane;
        }

        @Override
        public void done(ListedEntry entry, Slot slot) {
            ledger.listed(entry);
            ledger.done(slot);
        }

        @Override
        public void open(ListedEntry entry, boolean held) {
            ledger.listed(entry);
            if (!held) {
                schedule.listed(lane, 1, BatchSize.weight(entry.size()));
            }
        }

        @Override
        public void without(ListedEntry entry) {
            ledger.listed(entry);
        }
    }

    private void check(Lease.Digesting lease, long index, FileOutcome outcome) throws IOException {
        int position = lease.position(index);
        if (position < 0) {
            throw PayloadReader.malformed("file " + index + " is not in lease " + lease.id());
        }
        if (outcome instanceof FileOutcome.Hashed hashed
                && hashed.digest().length != spec.algorithm().digestLength()) {
            RawPath path = lease.items().get(position).path();
            throw PayloadReader.malformed("the " + spec.algorithm().id() + " digest of " + path + " has "
                    + hashed.digest().length + " bytes");
        }
    }

    private JobSummary summary() {
        return ledger.summary(stopwatch.wallNanos(), stopwatch.cpuNanos(), waiting.nanos());
    }

    private void saveTallyNowAndThen() {
        long now = System.nanoTime();
        if (now - lastTally > TALLY_NANOS) {
            lastTally = now;
            try {
                folder.saveTally(summary());
            } catch (IOException e) {
                // It is out of date in a second anyway, and without it costs are told as lower bounds.
            }
        }
    }

    private void finishIfDone() {
        if (verdict == null && outcome == null && schedule.isWalked() && ledger.filesOpen() == 0) {
            outcome = summary();
            whenAllIsDone.accept(this);
        }
    }
}
