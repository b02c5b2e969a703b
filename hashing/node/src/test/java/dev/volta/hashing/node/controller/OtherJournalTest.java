package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that a controller of a later version has begun. */
class OtherJournalTest {
    private static final int MAGIC = 0x564A4E4C;

    @TempDir
    Path folder;

    @Test
    void isRefusedWithBothVersionsAndNoneOfItsFilesIsTouched() throws Exception {
        Path jobs = folder.resolve("jobs");
        try (PlayedFleet fleet = new PlayedFleet(jobs, Disk.REAL, PlayedFleet.TREE)) {
            fleet.board.join(PlayedFleet.SPEC.id());
            fleet.board.submit(PlayedFleet.SPEC, false);
            fleet.work(2);
            fleet.board.folder(PlayedFleet.SPEC.id()).saveTally(new JobCounters().summary(1, 2, 3));
        }
        Path job = jobs.resolve("j");
        assertThat(makeLater(job)).isEqualTo(3); // spec, started and tally
        Map<String, ByteBuffer> before = content(job);
        assertThat(before).containsKeys("spec", "lane-0.entries", "lane-0.results", "leases");

        try (PlayedFleet fleet = new PlayedFleet(jobs, Disk.REAL, PlayedFleet.TREE)) {
            fleet.board.join(PlayedFleet.SPEC.id());
            assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, false))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.FAILED))
                    .hasMessageEndingWith(job.resolve("spec")
                            + " was written in version 3 of the journal, and this controller reads version 2;"
                            + " end the job with the version that began it, or remove its folder");
            fleet.work(10);
            fleet.board.leave(PlayedFleet.SPEC.id());
            fleet.board.forgetAbandoned(System.nanoTime() + TimeUnit.DAYS.toNanos(1), Duration.ofSeconds(90));
        }
        assertThat(content(job)).isEqualTo(before);
    }

    /** Has what is replaced as a whole say that it is of version 3, and returns how many files those are. */
    private static int makeLater(Path job) throws IOException {
        int made = 0;
        try (var files = Files.list(job)) {
            for (Path file : files.toList()) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                if (bytes.capacity() > 8 && bytes.getInt(0) == MAGIC) {
                    bytes.putShort(4, (short) 3);
                    CRC32C crc = new CRC32C();
                    crc.update(bytes.slice(0, bytes.capacity() - 4));
                    bytes.putInt(bytes.capacity() - 4, (int) crc.getValue());
                    Files.write(file, bytes.array());
                    made++;
                }
            }
        }
        return made;
    }

    private static Map<String, ByteBuffer> content(Path job) throws IOException {
        Map<String, ByteBuffer> content = new TreeMap<>();
        try (var files = Files.list(job)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
