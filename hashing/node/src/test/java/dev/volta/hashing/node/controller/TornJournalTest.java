package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.wire.ClientMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power cut may do to each file of a job: the end of it missing, from any byte on, or zeros in its place. Whatever it
 * was, the controller starts, and the job ends with everything that it has to give, or says that it is damaged.
 */
@Timeout(300)
class TornJournalTest {
    /** Whether every file is cut at each byte and has zeros from it on, and each byte is flipped; otherwise half of that. */
    private static final boolean BOTH = Boolean.getBoolean("volta.cuts");

    private static final String LOST = "the detail was lost in a power cut";

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @BeforeEach
    void tellTheSeed() {
        System.out.println("TornJournalTest: seed " + seed);
    }

    /** The files of a job on which a worker did so many steps. */
    private Map<String, byte[]> filesAfter(int steps, String name) throws Exception {
        Path jobs = folder.resolve(name);
        try (var fleet = new PlayedFleet(jobs, new LooseDisk(), PlayedFleet.TREE)) {
            fleet.board.join(PlayedFleet.SPEC.id());
            if (steps == Integer.MAX_VALUE) {
                assertThat(fleet.run(PlayedFleet.SPEC)).isInstanceOf(ClientMessage.Completed.class);
            } else {
                fleet.board.submit(PlayedFleet.SPEC, false);
                fleet.work(steps);
                fleet.board.folder(PlayedFleet.SPEC.id()).saveTally(new JobCounters().summary(1, 2, 3));
            }
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(jobs.resolve("j"))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private void check(Map<String, byte[]> files, String broken, byte[] content, String what) throws Exception {
        Path jobs = folder.resolve("torn");
        Path job = Files.createDirectories(jobs.resolve("j"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(job.resolve(file.getKey()), file.getKey().equals(broken) ? content : file.getValue());
        }
        try (var fleet = new PlayedFleet(jobs, new LooseDisk(), PlayedFleet.TREE)) {
            ClientMessage verdict = fleet.run(PlayedFleet.SPEC);
            assertThat(verdict).as(what).isInstanceOf(ClientMessage.Completed.class);
            try {
                List<JobResult> found = new ArrayList<>(fleet.results(PlayedFleet.SPEC));
                found.replaceAll(TornJournalTest::withItsDetail);
                assertThat(found).as(what).isEqualTo(PlayedFleet.expected());
            } catch (IOException e) {
                // What was on the disk for certain when the verdict was written is broken: that is told.
                assertThat(files).as(what).containsKey("verdict");
                assertThat(broken).as(what).startsWith("lane-0.");
                assertThat(e).as(what).hasMessageMatching("(?s).*(damaged|no whole record).*");
            }
            fleet.board.forget(PlayedFleet.SPEC.id());
        }
        assertThat(job).doesNotExist();
    }

    /** A detail may be lost; that it failed may not. */
    private static JobResult withItsDetail(JobResult found) {
        return found instanceof JobResult.Failed failed && failed.detail().equals(LOST)
                ? PlayedFleet.expected().stream()
                        .filter(expected -> expected.path().equals(failed.path()))
                        .findFirst()
                        .orElseThrow()
                : found;
    }

    @Test
    void everyFileOfARunningJobMayEndAtEveryByteOrBeZeroFromThereOn() throws Exception {
        Map<String, byte[]> files = filesAfter(2, "running");
        assertThat(files)
                .containsOnlyKeys(
                        "spec",
                        "started",
                        "tally",
                        "lane-0.entries",
                        "lane-0.results",
                        "leases",
                        "problems",
                        "events.jsonl");
        for (String name : files.keySet()) {
            tear(files, name);
        }
    }

    @Test
    void soMayThoseOfACompletedOne() throws Exception {
        Map<String, byte[]> files = filesAfter(Integer.MAX_VALUE, "completed");
        for (String name : List.of("verdict", "lane-0.entries", "lane-0.results", "problems")) {
            tear(files, name);
        }
    }

    private void tear(Map<String, byte[]> files, String name) throws Exception {
        byte[] whole = Objects.requireNonNull(files.get(name));
        // Events are for people: they are only to be got over.
        for (int at = 0; at <= whole.length; at += name.equals("events.jsonl") ? 50 : 1) {
            String what = name + " of " + whole.length + " bytes at " + at + ", seed " + seed;
            boolean isCut = random.nextBoolean();
            if (isCut || BOTH) {
                check(files, name, Arrays.copyOf(whole, at), what + " cut");
            }
            if (!isCut || BOTH) {
                check(files, name, PlayedFleet.zeroFrom(whole, at), what + " zero");
            }
        }
        for (int more : new int[] {1, 7, 8, 9, 16, 4096}) {
            check(files, name, Arrays.copyOf(whole, whole.length + more), name + " with " + more + " zeros behind it");
        }
    }

    @Test
    void aBitThatWasFlippedAnywhereIsNotTakenForSomethingElse() throws Exception {
        Map<String, byte[]> files = filesAfter(2, "flipped");
        for (String name : List.of("spec", "lane-0.entries", "lane-0.results", "leases", "problems")) {
            byte[] whole = Objects.requireNonNull(files.get(name));
            for (int at = BOTH ? 0 : random.nextInt(2); at < whole.length; at += BOTH ? 1 : 2) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 0x04;
                check(files, name, flipped, name + " flipped at " + at + ", seed " + seed);
            }
        }
    }
}
