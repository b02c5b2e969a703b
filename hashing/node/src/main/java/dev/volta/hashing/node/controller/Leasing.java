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
    private final JobCounters ledger;
    private final Stopwatch stopwatch;
    private final Losses losses = new Losses();

    Leasing(JobSpec spec, Schedule schedule, JobFiles files, JobCounters ledger, Stopwatch stopwatch) {
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
                walk(job, worker, walk.lane(), leaseId, now);
                job.wrote();
            }
            case Schedule.Step.Retry(Unfinished unfinished) -> {
                boolean given = retry(unfinished, job, worker, leaseId, now);
                job.wrote();
                if (!given) {
                    return next(job, worker, peers, connected, leaseId, now);
                }
            }
            case Schedule.Step.Cut cut -> {
                cut(job, worker, cut, leaseId, now);
                job.wrote();
            }
            case Schedule.Step.Idle idle -> {}
        }
        return step;
    }

    // What the disk does not take now is given back to the schedule, so that it is handed out when there is room again.

    private void walk(Job job, WorkerState worker, int lane, long leaseId, long now) throws IOException {
        try {
            stopwatch.leased();
        } catch (IOException e) {
            schedule.walked(lane, false);
            throw e;
        }
        worker.take(job, files.lane(lane).walk(leaseId), now);
        files.note(new Event.WalkGranted(leaseId, worker.id, lane));
    }

    private void cut(Job job, WorkerState worker, Schedule.Step.Cut cut, long leaseId, long now) throws IOException {
        List<LeaseItem> items = files.lane(cut.lane()).cut(cut.size());
        if (items.isEmpty()) {
            throw new IOException("the spool of lane " + cut.lane() + " ends too early");
        }
        schedule.cut(cut.lane(), items.size(), LeaseItem.bytes(items));
        Lease.Digesting lease = Lease.Digesting.of(leaseId, cut.lane(), items);
        try {
            stopwatch.leased();
            files.grant(worker.id, leaseId, cut.lane(), items);
        } catch (IOException e) {
            schedule.requeue(Unfinished.left(lease, "", now, "there was no room to write it down"));
            throw e;
        }
        worker.take(job, lease, now);
    }

    /** Hands out again what another worker left; false if there was only a file that is given up now. */
    private boolean retry(Unfinished unfinished, Job job, WorkerState worker, long leaseId, long now)
            throws IOException {
        Unfinished left = unfinished;
        int lane = left.lease().lane();
        List<LeaseItem> items = left.lease().unfinished();
        LeaseItem first = items.getFirst();
        List<LeaseItem> given = left.suspects() > 0 ? List.of(first) : items;
        try {
            if (left.isWhole()) {
                files.takeBack(left);
                left = left.takenBack(now);
                ledger.requeued(items.size());
                if (left.suspects() == 1) {
                    losses.file(lane, first.index());
                }
            }
            if (left.suspects() == 1 && losses.ofFile(lane, first.index()) >= Losses.MOST) {
                giveUp(lane, first, left.reason());
                return false;
            }
            files.grant(worker.id, leaseId, lane, given);
        } catch (IOException e) {
            schedule.requeue(left);
            throw e;
        }
        if (given.size() < items.size()) {
            schedule.requeue(left.withoutFirst(now));
        }
        worker.take(job, Lease.Digesting.of(leaseId, lane, given), now);
        int lost = losses.ofFile(lane, first.index());
        if (lost > 0) {
            files.note(new Event.Suspected(leaseId, worker.id, lane, first.index(), lost));
        }
        return true;
    }

    private void giveUp(int lane, LeaseItem item, String lastReason) throws IOException {
        String detail =
                Losses.MOST + " workers in a row were lost while they read it, the last one because: " + lastReason;
        Slot failed = files.slot(lane, item.index(), new FileOutcome.Failed(Failure.IO, detail));
        files.lane(lane).write(List.of(new Filled(item.index(), item.checksum(), failed)));
        ledger.done(failed);
        files.note(new Event.GivenUp(lane, item.index(), Losses.MOST));
    }

    WorkerMessage message(Lease lease) throws IOException {
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
    boolean resume(Job job, WorkerState worker, long leaseId, long now) {
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
