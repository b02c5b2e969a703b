package dev.volta.hashing.node.controller;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.journal.EntryReader;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.journal.ProblemLog;
import dev.volta.hashing.node.journal.ResultSlots;
import dev.volta.hashing.node.journal.Slot;
import dev.volta.hashing.node.journal.SpooledEntry;
import dev.volta.hashing.node.wire.ClientMessage.Page;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.PageStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads pages out of the files of an ended job. It keeps nothing open between two pages. */
final class ResultPages {
    private static final int MOST_RESULTS = 2048;
    /** A page ends with the result that reaches this, and no single one takes as much again as a frame has beside it. */
    private static final int ENOUGH_BYTES = 256 << 10;
    /** Of a result beside its path: digest or detail, numbers, lengths. */
    private static final int MOST_OTHER_BYTES = Frames.MOST_DETAIL_BYTES + 64;

    private final JobFolder folder;
    private final JobSpec spec;

    ResultPages(JobFolder folder, JobSpec spec) {
        this.folder = folder;
        this.spec = spec;
    }

    Page page(PageStart start) throws IOException {
        int lanes = Job.byNode(spec).size();
        if (start.lane() >= lanes) {
            return new Page(start, true, List.of());
        }
        List<JobResult> results = new ArrayList<>();
        int bytes = 0;
        try (var entries = folder.entries(start.lane(), 1);
                var slots = folder.results(start.lane(), 1, spec);
                var problems = folder.problems()) {
            EntryReader reader = entries.read(start.index(), start.offset());
            while (results.size() < MOST_RESULTS && bytes < ENOUGH_BYTES) {
                SpooledEntry entry = reader.next();
                if (entry == null) {
                    if (!reader.isSealed()) {
                        throw new IOException("the list of what was found ends too early; it is damaged");
                    }
                    boolean last = start.lane() + 1 == lanes;
                    return new Page(new PageStart(start.lane() + 1, 0, 0), last, results);
                }
                JobResult result = result(start.lane(), entry, slots, problems);
                results.add(result);
                bytes += result.path().length() + otherBytes(result);
            }
            return new Page(new PageStart(start.lane(), reader.index(), reader.offset()), false, results);
        }
    }

    private static int otherBytes(JobResult result) {
        return switch (result) {
            case JobResult.Failed _ -> MOST_OTHER_BYTES;
            case JobResult.Hashed hashed -> hashed.digest().length + 64;
            case JobResult.Skipped _ -> 64;
        };
    }

    private static JobResult result(int lane, SpooledEntry entry, ResultSlots slots, ProblemLog problems)
            throws IOException {
        int root = entry.listed().root();
        var path = entry.listed().path();
        Kind kind = entry.listed().entry().kind();
        return switch (kind) {
            case SKIPPED_SYMLINK, SKIPPED_SPECIAL, SKIPPED_EXCLUDED -> new JobResult.Skipped(root, path, kind);
            case FAILED -> {
                Failure failure = entry.listed().entry().failure();
                yield new JobResult.Failed(
                        root,
                        path,
                        failure == null ? Failure.IO : failure,
                        entry.listed().entry().detail());
            }
            case FILE ->
                switch (slots.read(entry)) {
                    case null -> throw new IOException("the result of " + path.brief() + " is damaged");
                    case Slot.Hashed hashed -> new JobResult.Hashed(root, path, hashed.size(), hashed.digest());
                    case Slot.Failed failed ->
                        new JobResult.Failed(
                                root, path, failed.reason(), problems.read(lane, entry.index(), failed.problem()));
                };
        };
    }
}
