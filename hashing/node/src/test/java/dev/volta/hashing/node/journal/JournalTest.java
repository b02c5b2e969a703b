package dev.volta.hashing.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.journal.LeaseLog.Grant;
import dev.volta.hashing.node.journal.ResultSlots.Filled;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ListedEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int WINDOW_BYTES = 16 << 10;

    @TempDir
    Path folder;

    private static EntryLog entryLog(Path file) throws IOException {
        return new EntryLog(Disk.REAL, file, WINDOW_BYTES);
    }

    private static ListedEntry file(int number) {
        return new ListedEntry(0, WalkEntry.file(RawPath.parse("d/f" + number), number));
    }

    private static List<SpooledEntry> readAll(EntryReader reader) throws IOException {
        List<SpooledEntry> all = new ArrayList<>();
        for (SpooledEntry entry = reader.next(); entry != null; entry = reader.next()) {
            all.add(entry);
        }
        return all;
    }

    @Test
    void entriesComeBackInOrderAcrossManyWindowsAndTheSealIsSeen() throws IOException {
        List<ListedEntry> entries =
                IntStream.range(0, 20_000).mapToObj(JournalTest::file).toList();
        try (EntryLog log = entryLog(folder.resolve("e"))) {
            for (int i = 0; i < entries.size(); i += 500) {
                log.append(entries.subList(i, i + 500));
            }
            EntryReader reader = log.read(0, 0);
            assertThat(readAll(reader)).extracting(SpooledEntry::listed).isEqualTo(entries);
            assertThat(reader.isSealed()).isFalse();
            log.append(List.of(file(20_000)));
            log.seal(20_001);
            assertThat(readAll(reader)).extracting(SpooledEntry::index).containsExactly(20_000L);
            assertThat(reader.isSealed()).isTrue();
        }
    }

    @Test
    void aLongPathIsReadThroughALargerWindow() throws IOException {
        byte[] name = new byte[65_000];
        Arrays.fill(name, (byte) 'x');
        ListedEntry entry = new ListedEntry(0, WalkEntry.file(RawPath.of(name), 1));
        try (EntryLog log = entryLog(folder.resolve("e"))) {
            log.append(List.of(entry, entry, file(1)));
            assertThat(readAll(log.read(0, 0))).extracting(SpooledEntry::listed).containsExactly(entry, entry, file(1));
        }
    }

    @Test
    void everyTornTailIsFoundAndCutOff() throws IOException {
        Path path = folder.resolve("e");
        try (EntryLog log = entryLog(path)) {
            log.append(List.of(file(1), file(2)));
        }
        byte[] whole = Files.readAllBytes(path);
        long second = whole.length / 2;
        for (int length = (int) second + 1; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            try (EntryLog log = entryLog(path)) {
                EntryReader reader = log.read(0, 0);
                assertThat(reader.next()).isNotNull();
                assertThatThrownBy(reader::next)
                        .isInstanceOfSatisfying(
                                TornRecordException.class,
                                e -> assertThat(e.offset()).isEqualTo(second));
                log.cut(second);
                log.append(List.of(file(3)));
                assertThat(readAll(log.read(0, 0)))
                        .extracting(SpooledEntry::listed)
                        .containsExactly(file(1), file(3));
            }
        }
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        Path path = folder.resolve("e");
        try (EntryLog log = entryLog(path)) {
            log.append(List.of(file(1)));
        }
        byte[] whole = Files.readAllBytes(path);
        for (int at = 0; at < whole.length; at++) {
            byte[] broken = whole.clone();
            broken[at] ^= 0x10;
            Files.write(path, broken);
            try (EntryLog log = entryLog(path)) {
                EntryReader reader = log.read(0, 0);
                assertThatThrownBy(reader::next).isInstanceOf(TornRecordException.class);
            }
        }
    }

    private static SpooledEntry spooled(long index) {
        return new SpooledEntry(index, (int) index * 31, file((int) index));
    }

    @Test
    void slotsKeepResultsWhereverTheyArriveAndTheRestIsEmpty() throws IOException {
        byte[] digest = new byte[32];
        Arrays.fill(digest, (byte) 0xA5);
        try (ResultSlots slots = new ResultSlots(Disk.REAL, folder.resolve("r"), Algorithm.SHA256, WINDOW_BYTES)) {
            slots.write(List.of(
                    new Filled(5000, 5000 * 31, new Slot.Hashed(digest, 77)),
                    new Filled(2, 62, new Slot.Failed(Failure.CHANGED, 1234)),
                    new Filled(3, 93, new Slot.Hashed(digest, 0))));
            assertThat(slots.read(spooled(0))).isNull();
            assertThat(slots.read(spooled(2))).isEqualTo(new Slot.Failed(Failure.CHANGED, 1234));
            assertThat(slots.read(spooled(3))).usingRecursiveComparison().isEqualTo(new Slot.Hashed(digest, 0));
            assertThat(slots.read(spooled(4))).isNull();
            assertThat(slots.read(spooled(5000))).usingRecursiveComparison().isEqualTo(new Slot.Hashed(digest, 77));
            assertThat(slots.read(spooled(5001))).isNull();
        }
    }

    @Test
    void aSlotOfAnotherEntryOrWithAFlippedBitIsEmpty() throws IOException {
        Path path = folder.resolve("r");
        try (ResultSlots slots = new ResultSlots(Disk.REAL, path, Algorithm.CRC32C, WINDOW_BYTES)) {
            slots.write(List.of(new Filled(0, 0, new Slot.Hashed(new byte[] {1, 2, 3, 4}, 5))));
            assertThat(slots.read(new SpooledEntry(0, 1, file(0)))).isNull();
        }
        byte[] whole = Files.readAllBytes(path);
        for (int at = 0; at < whole.length; at++) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (whole[at] ^ 4)}), at);
            }
            // The unused bytes of a slot are covered too.
            try (ResultSlots slots = new ResultSlots(Disk.REAL, path, Algorithm.CRC32C, WINDOW_BYTES)) {
                assertThat(slots.read(spooled(0))).as("byte " + at).isNull();
            }
            Files.write(path, whole);
        }
    }

    @Test
    void theLatestGrantOfEachWorkerIsKnownAfterARestart() throws IOException {
        Path path = folder.resolve("l");
        try (LeaseLog log = new LeaseLog(Disk.REAL, path)) {
            log.append(new Grant(1, "w1", 0, new long[] {0, 1, 2}));
            log.append(new Grant(2, "w2", 1, new long[] {7}));
            log.append(new Grant(3, "w1", 0, new long[] {3, 4, 9, 10, 12}));
        }
        Files.write(path, new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);
        try (LeaseLog log = new LeaseLog(Disk.REAL, path)) {
            assertThat(log.latest())
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(
                            new Grant(3, "w1", 0, new long[] {3, 4, 9, 10, 12}),
                            new Grant(2, "w2", 1, new long[] {7})));
            log.append(new Grant(4, "w3", 0, new long[] {11}));
            assertThat(log.latest()).extracting(Grant::worker).containsExactly("w3", "w1", "w2");
            log.takeBack(2, "w2", 1);
            log.takeBack(1, "w1", 0);
            assertThat(log.latest()).extracting(Grant::worker).containsExactly("w3", "w1");
        }
    }

    @Test
    void problemsAreFoundByTheirOffsetAndCutToAKibibyte() throws IOException {
        try (ProblemLog log = new ProblemLog(Disk.REAL, folder.resolve("p"))) {
            long first = log.append(2, 7, "Permission denied");
            long second = log.append(2, 8, "x".repeat(5000));
            long third = log.append(3, 8, "€".repeat(500));
            assertThat(log.read(2, 8, second)).hasSize(1024);
            assertThat(log.read(2, 7, first)).isEqualTo("Permission denied");
            assertThat(log.read(3, 8, third)).isEqualTo("€".repeat(341));
            String lost = "the detail was lost in a power cut";
            assertThat(log.read(2, 8, second + 1)).isEqualTo(lost);
            assertThat(log.read(2, 8, 1 << 20)).isEqualTo(lost);
            // After a power cut another detail may have come to stand there.
            assertThat(log.read(2, 7, second)).isEqualTo(lost);
            assertThat(log.read(3, 7, first)).isEqualTo(lost);
        }
    }

    private static JobSpec spec() {
        return new JobSpec(
                new JobId("j"),
                Algorithm.SHA256,
                Symlinks.SKIP,
                List.of(Root.anywhere(RawPath.parse("/data"))),
                List.of(),
                BatchLimits.DEFAULT);
    }

    @Test
    void aTornOrFlippedSnapshotCountsAsNone() throws IOException {
        JobFolder job = JobFolder.of(folder, new JobId("j"), Disk.REAL);
        job.create(spec());
        job.saveStart(Instant.EPOCH);
        job.saveVerdict(new ClientMessage.JobFailed("why"));
        assertThat(job.spec()).contains(spec());
        assertThat(job.start()).contains(Instant.EPOCH);
        assertThat(job.verdict()).contains(new ClientMessage.JobFailed("why"));
        for (String name : List.of("spec", "started", "verdict")) {
            Path file = job.path().resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThat(load(job, name)).as(name + " cut to " + length).isEmpty();
                byte[] flipped = whole.clone();
                flipped[length] ^= 1;
                Files.write(file, flipped);
                assertThat(load(job, name)).as(name + " flipped at " + length).isEmpty();
            }
            Files.write(file, new byte[whole.length]);
            assertThat(load(job, name)).as(name + " all zero").isEmpty();
            Files.write(file, whole);
            assertThat(load(job, name)).isPresent();
        }
    }

    private static Optional<?> load(JobFolder job, String name) throws IOException {
        return switch (name) {
            case "spec" -> job.spec();
            case "started" -> job.start();
            case "verdict" -> job.verdict();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void aNewJobFindsNothingOfAnOlderOne() throws IOException {
        JobFolder job = JobFolder.of(folder, new JobId("j"), Disk.REAL);
        Files.createDirectories(job.path());
        Files.writeString(job.path().resolve("lane-0.entries"), "left behind");
        job.create(spec());
        assertThat(job.path().resolve("lane-0.entries")).doesNotExist();
    }

    @Test
    void anEventIsOneLineOfJson() throws IOException {
        Path path = folder.resolve("events.jsonl");
        try (EventLog log = new EventLog(Disk.REAL, path, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))) {
            log.append(new Event.Requeued(7, "w1", 0, 3, "a \"b\" \\ \n"));
        }
        assertThat(path)
                .hasContent("{\"at\":\"1970-01-01T00:00:00Z\",\"event\":\"Requeued\",\"lease\":7,\"worker\":\"w1\","
                        + "\"lane\":0,\"unfinished\":3,\"reason\":\"a \\\"b\\\" \\\\ \\u000a\"}");
    }
}
