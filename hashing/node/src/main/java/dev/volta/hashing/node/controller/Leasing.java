package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.ResultSlots.Filled;
import dev.volta.hashing.node.journal.Slot;
import dev.volta.hashing.node.wire.WorkerMessage;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.DigestItem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Gives a job's work to workers as the schedule decides, and takes back what those that are gone had in hand. */
final class Leasing {
    private final JobSpec spec;
    private final Schedule schedule;
    private final JobFiles files;
    private final Ledger ledger;
    private final Stopwatch stopwatch;
    private final Losses losses = new Losses();

    Leasing(JobSpec spec, Schedule schedule, JobFiles files, Ledger ledger, Stopwatch stopwatch) {
        this.spec = spec;
        this.schedule = schedule;
        this.files = files;
        this.ledger = ledger;
        this.stopwatch = stopwatch;
    }

    /** What {@code worker} is to do next. If it is a lease, the worker has it from now on. */
    Schedule.Step next(Job job, WorkerState worker, int peers, int connected, long leaseId, long now)
            throws IOException {
        Schedule.Step step =
                schedule.next(new Schedule.Asker(worker.id, worker.node, worker.unitsPerSecond, peers, connected), now);
        switch (step) {
            case Schedule.Step.Walk walk -> {
                Lease.Walking lease = files.lane(walk.lane()).walk(leaseId);
                worker.take(job, lease, now);
                stopwatch.leased();
                files.note(new Event.WalkGranted(leaseId, worker.id, walk.lane()));
            }
            case Schedule.Step.Retry(Unfinished unfinished) -> {
                if (!retry(unfinished, job, worker, leaseId, now)) {
                    return next(job, worker, peers, connected, leaseId, now);
                }
            }
            case Schedule.Step.Cut cut -> {
                List<LeaseItem> items = files.lane(cut.lane()).cut(cut.size());
                if (items.isEmpty()) {
                    throw new IOException("the spool of lane " + cut.lane() + " ends too early");
                }
                schedule.cut(cut.lane(), items.size(), LeaseItem.bytes(items));
                worker.take(job, Lease.Digesting.of(leaseId, cut.lane(), items), now);
                stopwatch.leased();
                files.grant(worker.id, leaseId, cut.lane(), items);
            }
            case Schedule.Step.Idle idle -> {}
        }
        return step;
    }

    /** Hands out again what another worker left; false if there was only a file that is given up now. */
    private boolean retry(Unfinished unfinished, Job job, WorkerState worker, long leaseId, long now)
            throws IOException {
        Lease.Digesting old = unfinished.lease();
        List<LeaseItem> items = old.unfinished();
        LeaseItem first = items.getFirst();
        if (unfinished.isWhole()) {
            ledger.requeued(items.size());
            files.takeBack(unfinished);
            if (unfinished.suspects() == 1 && losses.file(old.lane(), first.index()) >= Losses.MOST) {
                giveUp(old.lane(), first, unfinished.reason());
                return false;
            }
        }
        if (unfinished.suspects() > 0 && items.size() > 1) {
            schedule.requeue(unfinished.withoutFirst(now));
            items = List.of(first);
        }
        worker.take(job, Lease.Digesting.of(leaseId, old.lane(), items), now);
        files.grant(worker.id, leaseId, old.lane(), items);
        int lost = losses.ofFile(old.lane(), first.index());
        if (lost > 0) {
            files.note(new Event.Suspected(leaseId, worker.id, old.lane(), first.index(), lost));
        }
        return true;
    }

    private void giveUp(int lane, LeaseItem item, String lastReason) throws IOException {
        String detail =
                Losses.MOST + " workers in a row were lost while they read it, the last one because: " + lastReason;
        Slot failed = files.slot(new FileOutcome.Failed(Failure.IO, detail));
        files.lane(lane).write(List.of(new Filled(item.index(), item.checksum(), failed)));
        ledger.done(failed);
        files.note(new Event.GivenUp(lane, item.index(), Losses.MOST));
    }

    WorkerMessage message(Lease lease) {
        return switch (lease) {
            case Lease.Walking walking -> files.lane(walking.lane()).message(walking);
            case Lease.Digesting digesting -> {
                List<DigestItem> items = digesting.unfinished().stream()
                        .map(item -> new DigestItem(item.index(), item.path()))
                        .toList();
                yield new Digest(digesting.id(), spec.algorithm(), items);
            }
        };
    }

    void walkCameForward(int lane) {
        losses.walkCameForward(lane);
    }

    /**
     * The worker that had this lease is gone.
     *
     * @param byItsFault whether it was sent away, so that what it worked on cannot be the reason
     */
    void abandon(Lease lease, String worker, boolean byItsFault, String reason, long now) throws IOException {
        switch (lease) {
            case Lease.Walking walking -> {
                schedule.walked(walking.lane(), false);
                files.note(new Event.WalkRequeued(walking.id(), worker, walking.lane(), reason));
                if (!byItsFault && losses.walk(walking.lane()) >= Losses.MOST) {
                    throw new HopelessJobException(Losses.MOST + " workers in a row were lost while they listed "
                            + files.lane(walking.lane()).whereabouts(walking) + ", the last one, " + worker
                            + ", because: " + reason + "; their logs may say more");
                }
            }
            case Lease.Digesting digesting ->
                schedule.requeue(
                        byItsFault
                                ? Unfinished.left(digesting, worker, now, reason)
                                : Unfinished.lost(digesting, worker, now, reason));
        }
    }

    /** Gives a worker that came back the lease that it still has in hand, if nobody else has it by now. */
    boolean resume(Job job, WorkerState worker, long leaseId, long now) throws IOException {
        Optional<Unfinished> reclaimed = schedule.reclaim(worker.id, leaseId);
        if (reclaimed.isPresent()) {
            Lease.Digesting lease = reclaimed.get().lease();
            worker.take(job, lease, now);
            files.note(new Event.Resumed(
                    lease.id(), worker.id, lease.lane(), lease.open().cardinality()));
        }
        return reclaimed.isPresent();
    }

    /** The worker is here without what it had, so there is nothing to wait for. */
    void release(String worker, long now) {
        schedule.release(worker, now);
    }
}
