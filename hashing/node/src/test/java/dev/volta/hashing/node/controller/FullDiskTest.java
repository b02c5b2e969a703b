package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.ProtocolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose disk, or whose descriptors, run out for a while. */
@Timeout(120)
class FullDiskTest {
    @TempDir
    Path folder;

    private final FailingDisk disk = new FailingDisk();

    private PlayedFleet start() throws Exception {
        return new PlayedFleet(folder.resolve("jobs"), disk, PlayedFleet.TREE);
    }

    private static ClientMessage.Progress progress(JobView job) throws InterruptedException {
        return (ClientMessage.Progress) job.await(Duration.ZERO);
    }

    /** Waits until the job has come to a point at which it needs room. */
    private void awaitRefusal(int before) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (disk.refused <= before) {
            assertThat(System.nanoTime()).as("nothing was written").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void aJobWaitsForRoomWhereverItWasMissingAndLosesNothing() throws Exception {
        List<String> reasons = new ArrayList<>();
        // One after the other runs into each of its writes, in the middle or at the start.
        for (int room = 0; room < 900; room += 23) {
            JobId id = new JobId("full-" + room);
            var spec = PlayedFleet.spec(id.value());
            try (PlayedFleet fleet = start();
                    ExecutorService working = Executors.newVirtualThreadPerTaskExecutor()) {
                fleet.board.join(id);
                JobView job = fleet.board.submit(spec, false);
                int before = disk.refused;
                disk.failWrites(FailingDisk.FULL, room);
                Future<ClientMessage> ended = working.submit(() -> fleet.run(spec));
                awaitRefusal(before);
                if (job.await(Duration.ZERO) instanceof ClientMessage.Progress progress) {
                    reasons.add(progress.progress().waitsFor());
                }
                disk.failWrites(null, 0);
                assertThat(ended.get(60, TimeUnit.SECONDS))
                        .as("room for %d bytes", room)
                        .isInstanceOfSatisfying(
                                ClientMessage.Completed.class,
                                completed ->
                                        assertThat(completed.summary().files()).isEqualTo(3));
                assertThat(fleet.results(spec)).as("room for %d bytes", room).isEqualTo(PlayedFleet.expected());
                fleet.board.forget(id);
            }
        }
        assertThat(reasons).anyMatch(reason -> reason.contains(FailingDisk.FULL));
    }

    @Test
    void whatItWaitedForIsToldAndCounted() throws Exception {
        try (PlayedFleet fleet = start();
                ExecutorService working = Executors.newVirtualThreadPerTaskExecutor()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            JobView job = fleet.board.submit(PlayedFleet.SPEC, false);
            disk.failWrites(FailingDisk.FULL, 150);
            Future<ClientMessage> ended = working.submit(() -> fleet.run(PlayedFleet.SPEC));
            awaitRefusal(0);
            while (progress(job).progress().waitsFor().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(progress(job).progress().waitsFor()).contains("jobs/j/").contains(FailingDisk.FULL);
            TimeUnit.MILLISECONDS.sleep(20);
            disk.failWrites(null, 0);
            assertThat(ended.get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ClientMessage.Completed.class,
                            completed -> assertThat(completed.summary().waitedNanos())
                                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(20)));
        }
    }

    @Test
    void aJobThatWaitsCanBeCancelled() throws Exception {
        try (PlayedFleet fleet = start();
                ExecutorService working = Executors.newVirtualThreadPerTaskExecutor()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            disk.failWrites(FailingDisk.FULL, 700);
            Future<ClientMessage> ended = working.submit(() -> fleet.run(PlayedFleet.SPEC));
            awaitRefusal(0);
            fleet.board.forget(PlayedFleet.SPEC.id());
            assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(new ClientMessage.JobFailed("cancelled"));
            assertThat(folder.resolve("jobs/j")).doesNotExist();
        }
    }

    @Test
    void aBrokenDiskFailsTheJobItHolds() throws Exception {
        try (PlayedFleet fleet = start()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            fleet.board.submit(PlayedFleet.SPEC, false);
            disk.failWrites(FailingDisk.BROKEN, 0);
            assertThat(fleet.run(PlayedFleet.SPEC))
                    .isInstanceOfSatisfying(
                            ClientMessage.JobFailed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("the controller cannot keep its files: ")
                                    .contains(FailingDisk.BROKEN));
        }
    }

    @Test
    void aJobThatCannotBeReadIsThereAllTheSameAndIsTakenUpWhenItCan() throws Exception {
        for (String fault : List.of(FailingDisk.NO_DESCRIPTORS, FailingDisk.BROKEN, FailingDisk.FULL)) {
            for (String part :
                    List.of("spec", "verdict", "lane-0.entries", "lane-0.results", "leases", "events.jsonl")) {
                try (PlayedFleet before = start()) {
                    before.board.join(PlayedFleet.SPEC.id());
                    before.board.submit(PlayedFleet.SPEC, false);
                    before.work(2);
                }
                Path events = folder.resolve("jobs/j/events.jsonl");
                Files.writeString(events, "{\"mark\":1}\n", StandardOpenOption.APPEND);

                disk.failOpening(fault, file -> file.endsWith(part));
                try (PlayedFleet fleet = start()) {
                    fleet.board.join(PlayedFleet.SPEC.id());
                    assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, true))
                            .as("%s of %s", fault, part)
                            .isInstanceOfSatisfying(
                                    ProtocolException.class,
                                    e -> assertThat(e.fault()).isEqualTo(Fault.BUSY))
                            .hasMessageContaining("job j is here and cannot be read")
                            .hasMessageContaining(fault);
                    assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, false))
                            .isInstanceOf(ProtocolException.class);
                    fleet.board.recoverUnreadable();
                    disk.failOpening(null, _ -> true);
                    fleet.board.recoverUnreadable();
                    assertThat(fleet.run(PlayedFleet.SPEC)).isInstanceOf(ClientMessage.Completed.class);
                    assertThat(fleet.results(PlayedFleet.SPEC)).isEqualTo(PlayedFleet.expected());
                    assertThat(events).content().contains("\"mark\":1").contains("\"event\":\"Recovered\"");
                    fleet.board.forget(PlayedFleet.SPEC.id());
                }
            }
        }
    }

    @Test
    void aNewJobForWhichThereIsNoRoomIsToBeTriedAgain() throws Exception {
        try (PlayedFleet fleet = start()) {
            disk.failWrites(FailingDisk.FULL, 0);
            fleet.board.join(PlayedFleet.SPEC.id());
            assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, false))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.BUSY))
                    .hasMessageContaining(FailingDisk.FULL);
            disk.failWrites(null, 0);
            // It was accepted, and then there was no descriptor for the rest of its files.
            disk.failOpening(FailingDisk.NO_DESCRIPTORS, file -> file.endsWith("lane-0.results"));
            assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, false))
                    .hasMessageContaining(FailingDisk.NO_DESCRIPTORS);
            disk.failOpening(null, _ -> true);
            assertThat(fleet.run(PlayedFleet.SPEC)).isInstanceOf(ClientMessage.Completed.class);
            assertThat(fleet.results(PlayedFleet.SPEC)).isEqualTo(PlayedFleet.expected());
        }
    }

    @Test
    void aJobOfAnotherVersionIsLeftAloneAndItsVersionIsNamed() throws Exception {
        Path job = Files.createDirectories(folder.resolve("jobs/j"));
        // A SUBMIT frame with its CRC-32C, as version 1 of the journal had it.
        byte[] first = {0, 0, 0, 1, 0x20, (byte) 0x48, (byte) 0x67, (byte) 0x4B, (byte) 0xC7};
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(first, 0, 5);
        java.nio.ByteBuffer.wrap(first).putInt(5, (int) crc.getValue());
        Files.write(job.resolve("spec"), first);
        try (PlayedFleet fleet = start()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, false))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.FAILED))
                    .hasMessageContaining("was written in version 1 of the journal")
                    .hasMessageContaining("reads version 2");
            fleet.board.leave(PlayedFleet.SPEC.id());
            fleet.board.forgetAbandoned(System.nanoTime() + TimeUnit.DAYS.toNanos(1), Duration.ofSeconds(90));
            assertThat(job.resolve("spec")).hasBinaryContent(first);
            fleet.board.forget(PlayedFleet.SPEC.id());
            assertThat(job).doesNotExist();
        }
    }
}
