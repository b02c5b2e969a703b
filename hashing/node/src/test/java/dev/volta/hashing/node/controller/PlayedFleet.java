package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Handshake;
import dev.volta.hashing.node.wire.Handshake.Hello;
import dev.volta.hashing.node.wire.ItemOutcome;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.Message;
import dev.volta.hashing.node.wire.PageStart;
import dev.volta.hashing.node.wire.Role;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A controller's board with a worker that is played, and a tree that is not there. Everything happens on one thread. */
final class PlayedFleet implements AutoCloseable {
    static final RawPath ROOT = RawPath.parse("/r");
    private static final RawPath UNREADABLE = RawPath.parse("/r/c");

    static final JobSpec SPEC = spec("j");

    /** Files, one of which cannot be read, a link, and a folder that cannot be read. */
    static final List<ListedEntry> TREE = List.of(
            file("/r/a", 10),
            new ListedEntry(0, WalkEntry.skipped(RawPath.parse("/r/b"), WalkEntry.Kind.SKIPPED_SYMLINK)),
            file("/r/c", 20),
            new ListedEntry(
                    0,
                    new WalkEntry(
                            RawPath.parse("/r/d"), WalkEntry.Kind.FAILED, 0, Failure.DENIED, "Permission denied")),
            file("/r/e", 30),
            file("/r/f", 40));

    final Dispatcher board;
    private final List<ListedEntry> tree;
    private @Nullable WorkerState worker;

    PlayedFleet(Path jobs, Disk disk, List<ListedEntry> tree) throws IOException {
        this.tree = tree;
        this.board = new Dispatcher(jobs, disk, Clock.systemUTC());
        board.recover(Duration.ZERO);
    }

    static JobSpec spec(String id) {
        return new JobSpec(
                new JobId(id),
                Algorithm.CRC32C,
                Symlinks.SKIP,
                List.of(Root.anywhere(ROOT)),
                List.of(),
                new BatchLimits(2, 1 << 20));
    }

    static ListedEntry file(String path, long size) {
        return new ListedEntry(0, WalkEntry.file(RawPath.parse(path), size));
    }

    static FileOutcome outcome(RawPath path) {
        return path.equals(UNREADABLE)
                ? new FileOutcome.Failed(Failure.IO, "Input/output error of " + path)
                : new FileOutcome.Hashed(
                        ByteBuffer.allocate(4).putInt(path.hashCode()).array(), path.length());
    }

    /** What a job over the tree has to give. */
    static List<JobResult> expected() {
        return TREE.stream()
                .map(entry -> switch (entry.entry().kind()) {
                    case FILE ->
                        switch (outcome(entry.path())) {
                            case FileOutcome.Hashed(var digest, var size) ->
                                (JobResult) new JobResult.Hashed(0, entry.path(), size, digest);
                            case FileOutcome.Failed(var reason, var detail) ->
                                new JobResult.Failed(0, entry.path(), reason, detail);
                        };
                    case FAILED ->
                        new JobResult.Failed(
                                0, entry.path(), Failure.DENIED, entry.entry().detail());
                    case SKIPPED_SYMLINK, SKIPPED_SPECIAL, SKIPPED_EXCLUDED ->
                        new JobResult.Skipped(0, entry.path(), entry.entry().kind());
                })
                .toList();
    }

    WorkerState connect(String id, long instance) throws IOException, InterruptedException {
        WorkerState connected =
                board.connect(new Hello(Handshake.VERSION, Role.WORKER, id, "n", "t", 0, 0, instance), () -> {});
        worker = connected;
        return connected;
    }

    /** Lets the worker do what there is for it, message by message, until nothing comes or {@code steps} are done. */
    int work(int steps) throws IOException, InterruptedException {
        WorkerState known = worker != null ? worker : connect("w", 1);
        for (int i = 0; i < steps; i++) {
            Message message = board.next(known, Duration.ZERO);
            switch (message) {
                case Walk walk -> walk(known, walk);
                case Digest digest -> digest(known, digest);
                case null, default -> {
                    return i;
                }
            }
        }
        return steps;
    }

    private void walk(WorkerState known, Walk walk) throws IOException, InterruptedException {
        RawPath after = walk.after();
        List<ListedEntry> rest = tree.stream()
                .filter(entry -> after == null || entry.path().compareTo(after) > 0)
                .toList();
        // Two messages, so that there is something between them to be cut.
        for (int i = 0; i < rest.size(); i += 4) {
            board.receive(known, new Listing(walk.lease(), rest.subList(i, Math.min(i + 4, rest.size()))));
        }
        board.receive(known, new Walked(walk.lease()));
    }

    private void digest(WorkerState known, Digest digest) throws IOException, InterruptedException {
        List<ItemOutcome> outcomes = digest.items().stream()
                .map(item -> new ItemOutcome(item.index(), outcome(item.path())))
                .toList();
        board.receive(known, new Results(digest.lease(), 0, 0, outcomes));
    }

    /** Works on the job until it has ended, and gives its verdict. */
    ClientMessage run(JobSpec spec) throws IOException, InterruptedException {
        board.join(spec.id());
        JobView job = board.submit(spec, false);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            work(100);
            ClientMessage state = job.await(Duration.ofMillis(5));
            if (!(state instanceof ClientMessage.Progress)) {
                return state;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the job does not end: " + state);
            }
        }
    }

    List<JobResult> results(JobSpec spec) throws IOException {
        List<JobResult> all = new ArrayList<>();
        PageStart start = PageStart.FIRST;
        ClientMessage.Page page;
        do {
            page = new ResultPages(board.folder(spec.id()), spec).page(start);
            all.addAll(page.results());
            start = page.next();
        } while (!page.last());
        return all;
    }

    static byte[] zeroFrom(byte[] whole, int from) {
        byte[] filled = Arrays.copyOf(whole, whole.length);
        Arrays.fill(filled, from, whole.length, (byte) 0);
        return filled;
    }

    @Override
    public void close() throws IOException {
        board.close();
    }
}
