package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.Event;
import dev.volta.hashing.node.journal.EventLog;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.journal.LeaseLog;
import dev.volta.hashing.node.journal.LeaseLog.Grant;
import dev.volta.hashing.node.journal.ProblemLog;
import dev.volta.hashing.node.journal.Slot;
import dev.volta.hashing.node.wire.WorkerMessage.NumberedRoot;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The open files of a running job: its lanes and its logs. */
final class JobFiles implements AutoCloseable {
    private final List<NodeQueue> lanes = new ArrayList<>();
    private final LeaseLog leases;
    private final ProblemLog problems;
    private final EventLog events;
    private boolean eventsLost;

    JobFiles(JobSpec spec, Collection<List<NumberedRoot>> rootsByLane, JobFolder folder, Clock clock)
            throws IOException {
        List<AutoCloseable> opened = new ArrayList<>();
        boolean complete = false;
        try {
            this.leases = folder.leases();
            opened.add(leases);
            this.problems = folder.problems();
            opened.add(problems);
            this.events = folder.events(clock);
            opened.add(events);
            for (List<NumberedRoot> roots : rootsByLane) {
                NodeQueue lane = new NodeQueue(lanes.size(), rootsByLane.size(), roots, spec, folder);
                opened.add(lane);
                lanes.add(lane);
            }
            complete = true;
        } finally {
            if (!complete) {
                // Where descriptors are short, none may be left open.
                closeAll(opened);
            }
        }
    }

    private static void closeAll(List<AutoCloseable> opened) {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception e) {
                Log.line("while files of a job were closed: " + e);
            }
        }
    }

    int lanes() {
        return lanes.size();
    }

    NodeQueue lane(int number) {
        return lanes.get(number);
    }

    /** Events are for people: a disk that does not take them, the first time it is told, does not stop the job. */
    void note(Event event) {
        try {
            events.append(event);
        } catch (IOException e) {
            if (!eventsLost) {
                eventsLost = true;
                Log.line("events of a job are not kept: " + e);
            }
        }
    }

    /** What every worker may still have in hand, the newest first. */
    List<Grant> latestGrants() throws IOException {
        return leases.latest();
    }

    void grant(String worker, long lease, int lane, List<LeaseItem> items) throws IOException {
        // Told first, so that no lease is recovered that nobody has heard of.
        note(new Event.Granted(lease, worker, lane, items.size(), LeaseItem.bytes(items)));
        leases.append(new Grant(
                lease, worker, lane, items.stream().mapToLong(LeaseItem::index).toArray()));
    }

    void takeBack(Unfinished unfinished) throws IOException {
        Lease.Digesting lease = unfinished.lease();
        // Told last, so that a restarted controller does not tell it again.
        leases.takeBack(lease.id(), unfinished.worker(), lease.lane());
        note(new Event.Requeued(
                lease.id(), unfinished.worker(), lease.lane(), lease.open().cardinality(), unfinished.reason()));
    }

    /** What is to be kept of an outcome; the detail of a failure is kept right away. */
    Slot slot(int lane, long index, FileOutcome outcome) throws IOException {
        return switch (outcome) {
            case FileOutcome.Hashed hashed -> new Slot.Hashed(hashed.digest(), hashed.size());
            case FileOutcome.Failed failed ->
                new Slot.Failed(failed.reason(), problems.append(lane, index, failed.detail()));
        };
    }

    /** Puts what came out of the job on the disk. */
    void force() throws IOException {
        for (NodeQueue lane : lanes) {
            lane.force();
        }
        problems.force();
    }

    @Override
    public void close() throws IOException {
        for (NodeQueue lane : lanes) {
            lane.close();
        }
        leases.close();
        problems.close();
        events.close();
    }
}
