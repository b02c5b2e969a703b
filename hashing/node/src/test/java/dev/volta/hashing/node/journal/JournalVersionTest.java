package dev.volta.hashing.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.JobSummary.WorkerShare;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.journal.LeaseLog.Grant;
import dev.volta.hashing.node.journal.ResultSlots.Filled;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ListedEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that one build began, another one goes on with, so the bytes of its files are fixed by {@link JournalFormat#VERSION}.
 * Some of them are frames of the dispatch protocol, which has a version of its own. If this test fails because a frame
 * was changed, raise the version of the journal too, or keep the old shape for its files.
 */
class JournalVersionTest {
    private static final RawPath ROOT = RawPath.parse("/r");

    @TempDir
    Path folder;

    @Test
    void theFilesOfVersion2AreTheseBytes() throws Exception {
        assertThat(JournalFormat.VERSION).isEqualTo((short) 2);
        JobFolder job = JobFolder.of(folder, new JobId("j"), Disk.REAL);
        JobSpec spec = new JobSpec(
                new JobId("j"),
                Algorithm.CRC32C,
                Symlinks.SKIP,
                List.of(new Root("n", ROOT)),
                List.of(RawPath.parse("/r/x")),
                new BatchLimits(2, 1 << 20));
        job.create(spec);
        job.saveStart(Instant.parse("2026-01-02T03:04:05Z"));
        job.saveTally(new JobSummary(
                1,
                2,
                Map.of(Failure.DENIED, 3L),
                Map.of(WalkEntry.Kind.SKIPPED_SYMLINK, 4L),
                5,
                6,
                7,
                List.of(new WorkerShare("w", "n", 8, 9, 10, 11)),
                12,
                13,
                14,
                15));
        job.saveVerdict(new ClientMessage.JobFailed("why"));
        try (EntryLog entries = job.entries(0, 1);
                ResultSlots results = job.results(0, 1, spec);
                LeaseLog leases = job.leases();
                ProblemLog problems = job.problems()) {
            entries.append(List.of(
                    new ListedEntry(0, WalkEntry.file(RawPath.parse("/r/a"), 16)),
                    new ListedEntry(
                            0, new WalkEntry(RawPath.parse("/r/d"), WalkEntry.Kind.FAILED, 0, Failure.DENIED, "no"))));
            entries.seal(2);
            leases.append(new Grant(17, "w", 0, new long[] {0, 1, 5}));
            long problem = problems.append(0, 1, "broken");
            EntryReader reader = entries.read(0, 0);
            SpooledEntry first = Objects.requireNonNull(reader.next());
            SpooledEntry second = Objects.requireNonNull(reader.next());
            results.write(List.of(
                    new Filled(0, first.checksum(), new Slot.Hashed(new byte[] {1, 2, 3, 4}, 16)),
                    new Filled(1, second.checksum(), new Slot.Failed(Failure.IO, problem))));
        }
        try (var files = Files.list(job.path());
                var golden = Objects.requireNonNull(JournalVersionTest.class.getResourceAsStream("version2.txt"))) {
            assertThat(files.sorted().map(JournalVersionTest::line))
                    .containsExactlyElementsOf(new String(golden.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .toList());
        }
    }

    private static String line(Path file) {
        try {
            return file.getFileName() + " " + HexFormat.of().formatHex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
