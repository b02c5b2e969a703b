package dev.volta.hashing.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobProgress.WorkerRate;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.JobSummary.WorkerShare;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.DigestItem;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.NumberedRoot;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each length and count of a frame at its limit, one before it and one behind it; and the largest frames of each kind. */
class LimitsTest {
    private static final int PATH = Frames.MOST_PATH_BYTES;
    /** What a shell, a configuration file or a system call takes. */
    private static final RawPath GIVEN = path(4095);

    private static RawPath path(int bytes) {
        return RawPath.parse("/" + "p".repeat(bytes - 1));
    }

    private static Message roundTrip(Message message) throws ProtocolException {
        ByteBuffer frame = Frames.encode(message);
        return Frames.decode(frame.slice(4, frame.remaining() - 4));
    }

    @Test
    void aPathHasSoManyBytesAndNotOneMore() throws ProtocolException {
        for (int bytes : new int[] {1, 65_534, 65_535, 65_536, PATH - 1, PATH}) {
            Listing listing = new Listing(1, List.of(new ListedEntry(0, WalkEntry.file(path(bytes), 1))));
            assertThat(roundTrip(listing).equals(listing)).as("%d bytes", bytes).isTrue();
        }
        assertThatThrownBy(() ->
                        Frames.encode(new Digest(1, Algorithm.SHA256, List.of(new DigestItem(1, path(PATH + 1))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage((PATH + 1) + " is no length of a path");
        ByteBuffer tooLong = ByteBuffer.allocate(4 + PATH + 1).putInt(0, PATH + 1);
        assertThatThrownBy(() -> new PayloadReader(tooLong).path())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a path of " + (PATH + 1) + " bytes is over " + PATH);
    }

    @Test
    void aTextIsCutBetweenTwoCharacters() throws ProtocolException {
        for (int bytes : new int[] {65_534, 65_535, 65_536, 70_000}) {
            String ascii = "x".repeat(bytes);
            assertThat(((ClientMessage.JobFailed) roundTrip(new ClientMessage.JobFailed(ascii))).reason())
                    .hasSize(Math.min(bytes, 65_535));
            String euros = "y".repeat(bytes % 3) + "€".repeat(bytes / 3);
            assertThat(euros)
                    .startsWith(((ClientMessage.JobFailed) roundTrip(new ClientMessage.JobFailed(euros))).reason());
        }
        for (int bytes : new int[] {1023, 1024, 1025}) {
            var failed = new FileOutcome.Failed(Failure.IO, "x".repeat(bytes));
            Results results = (Results) roundTrip(new Results(1, 2, 3, List.of(new ItemOutcome(4, failed))));
            assertThat(((FileOutcome.Failed) results.outcomes().getFirst().outcome()).detail())
                    .hasSize(Math.min(bytes, 1024));
        }
    }

    @Test
    void aNodesNameHasSoManyBytes() throws ProtocolException {
        for (int bytes : new int[] {254, 255}) {
            Message hello = new Handshake.Hello(2, Role.WORKER, "w", "n".repeat(bytes), "t", 1, 2, 3);
            assertThat(roundTrip(hello)).isEqualTo(hello);
        }
        assertThatThrownBy(() -> roundTrip(new Handshake.Hello(2, Role.WORKER, "w", "n".repeat(256), "t", 1, 2, 3)))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aWalkOfLongPathsFits() throws ProtocolException {
        Walk walk = new Walk(
                1,
                Symlinks.SKIP,
                // BatchSize.MOST_PATH_BYTES and one more.
                Collections.nCopies(33, new NumberedRoot(7, GIVEN)),
                path(PATH),
                Collections.nCopies(JobSpec.MOST_EXCLUDED, GIVEN));
        assertThat(roundTrip(walk).equals(walk)).isTrue();
    }

    @Test
    void aListingOfLongPathsAndDetailsFits() throws ProtocolException {
        var failed = new WalkEntry(
                RawPath.parse("/" + "p".repeat(120)), WalkEntry.Kind.FAILED, 0, Failure.IO, "d".repeat(2000));
        var entries = new ArrayList<>(Collections.nCopies(511, new ListedEntry(0, failed)));
        assertThat(roundTrip(new Listing(1, entries))).isNotNull();
        var few = new ArrayList<>(Collections.nCopies(
                16, new ListedEntry(0, new WalkEntry(GIVEN, WalkEntry.Kind.FAILED, 0, Failure.IO, "d".repeat(2000)))));
        few.add(new ListedEntry(0, WalkEntry.file(path(PATH), 1)));
        assertThat(roundTrip(new Listing(1, few))).isNotNull();
    }

    @Test
    void aDigestAndItsResultsFit() throws ProtocolException {
        var items = new ArrayList<>(Collections.nCopies(
                BatchLimits.MOST_FILES - 1, new DigestItem(1, RawPath.parse("/" + "p".repeat(31)))));
        items.add(new DigestItem(2, path(PATH)));
        assertThat(roundTrip(new Digest(1, Algorithm.SHA512, items))).isNotNull();
        var outcomes =
                Collections.nCopies(512, new ItemOutcome(1, new FileOutcome.Failed(Failure.IO, "d".repeat(100_000))));
        assertThat(roundTrip(new Results(1, 2, 3, outcomes))).isNotNull();
    }

    @Test
    void whatIsToldOfAllWorkersThereEverWereFits() throws ProtocolException {
        String longest = "w".repeat(64);
        String node = "n".repeat(Handshake.MOST_NODE_BYTES);
        List<WorkerShare> shares = IntStream.range(0, 2049)
                .mapToObj(i -> new WorkerShare(longest, node, 1, 2, 3, 4))
                .toList();
        var summary = new JobSummary(1, 2, Map.of(), Map.of(), 3, 4, 5, shares, 6, 7, 8, 9);
        assertThat(roundTrip(new ClientMessage.Completed(summary))).isNotNull();
        List<WorkerRate> rates = IntStream.range(0, 2049)
                .mapToObj(i -> new WorkerRate(longest, node, 1, 2, 3))
                .toList();
        var progress = new JobProgress(1, 2, true, 3, 4, 5, "r".repeat(70_000), rates);
        assertThat(roundTrip(new ClientMessage.Progress(progress))).isNotNull();
    }

    @Test
    void aJobWithTooManyNamesIsSeenToBeTooLong() {
        assertThat(Frames.isTooLong(submit(250))).isFalse();
        assertThat(Frames.isTooLong(submit(260))).isTrue();
    }

    private static ClientMessage.Submit submit(int roots) {
        return new ClientMessage.Submit(
                new JobSpec(
                        new JobId("j"),
                        Algorithm.SHA256,
                        Symlinks.SKIP,
                        Collections.nCopies(roots, Root.anywhere(GIVEN)),
                        List.of(),
                        BatchLimits.DEFAULT),
                false);
    }
}
