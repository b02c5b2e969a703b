package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobProgress.WorkerRate;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.JobSummary.WorkerShare;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.Handshake.Refusal;
import dev.volta.hashing.node.wire.Handshake.Welcome;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.DigestItem;
import dev.volta.hashing.node.wire.WorkerMessage.Heartbeat;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.NumberedRoot;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import dev.volta.hashing.node.wire.WorkerMessage.Withdraw;
import java.util.List;
import java.util.Map;

/** At least one message of every type. */
public final class Samples {
    private static final RawPath ODD = RawPath.of(new byte[] {'a', '\n', '\\', (byte) 0xFF, '/', 'b'});
    private static final RawPath PLAIN = RawPath.parse("/data/x");

    private Samples() {}

    public static List<Message> all() {
        JobSpec spec = new JobSpec(
                new JobId("job-1"),
                Algorithm.BLAKE3,
                Symlinks.FOLLOW,
                List.of(new Root("n1", PLAIN), Root.anywhere(ODD)),
                List.of(ODD),
                new BatchLimits(7, 1L << 40));
        JobSummary summary = new JobSummary(
                3,
                1L << 50,
                Map.of(Failure.DENIED, 2L, Failure.IO, 1L),
                Map.of(Kind.SKIPPED_SPECIAL, 9L, Kind.SKIPPED_EXCLUDED, 1L),
                11,
                12,
                13,
                List.of(new WorkerShare("w1", "n1", 3, 4, 5, 6)),
                14,
                15,
                16,
                17);
        return List.of(
                new Hello(Handshake.VERSION, Role.WORKER, "w1", "n1", "secret", 5, 6, 7),
                new Welcome(Handshake.VERSION, 1000, 10_000, 90_000, true),
                new Handshake.Pulse(),
                new Refusal(Fault.QUARANTINED, "tr\u00fcb"),
                new Walk(
                        1,
                        Symlinks.SKIP,
                        List.of(new NumberedRoot(0, PLAIN), new NumberedRoot(9, ODD)),
                        ODD,
                        List.of(PLAIN, ODD)),
                new Walk(1, Symlinks.FOLLOW, List.of(), null, List.of()),
                new Listing(
                        2,
                        List.of(
                                new ListedEntry(0, WalkEntry.file(ODD, 77)),
                                new ListedEntry(1, new WalkEntry(PLAIN, Kind.FAILED, 0, Failure.MISSING, "gone")))),
                new Walked(3),
                new Digest(4, Algorithm.SHA256, List.of(new DigestItem(5, ODD), new DigestItem(6, PLAIN))),
                new Results(
                        5,
                        100,
                        200,
                        List.of(
                                new ItemOutcome(5, new FileOutcome.Hashed(new byte[] {1, 2, 3}, 9)),
                                new ItemOutcome(6, new FileOutcome.Failed(Failure.CHANGED, "grew")))),
                new Heartbeat(6, 1, 2, 3),
                new Withdraw(7),
                new ClientMessage.Submit(spec, true),
                new ClientMessage.Progress(
                        new JobProgress(1, 2, true, 3, 4, 5, "no room", List.of(new WorkerRate("w1", "n1", 6, 7, 8)))),
                new ClientMessage.Completed(summary),
                new ClientMessage.JobFailed("cancelled"),
                new ClientMessage.Fetch(new JobId("j"), new PageStart(1, 2, 3)),
                new ClientMessage.Page(
                        new PageStart(4, 5, 6),
                        true,
                        List.of(
                                new JobResult.Hashed(0, ODD, 5, new byte[] {9}),
                                new JobResult.Failed(1, PLAIN, Failure.LOOP, "why"),
                                new JobResult.Skipped(2, ODD, Kind.SKIPPED_SYMLINK))),
                new ClientMessage.Cancel(new JobId("j")),
                new ClientMessage.Forget(new JobId("j")),
                new ClientMessage.Done(),
                new ClientMessage.Attendance(),
                new ClientMessage.Present(12));
    }
}
