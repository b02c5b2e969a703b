package dev.volta.hashing.node.controller;

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
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.journal.JobFolder;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ItemOutcome;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.PageStart;
import dev.volta.hashing.node.wire.WorkerMessage.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job whose work ends its workers. */
class LossTest {
    private static final RawPath ROOT = RawPath.parse("/r");
    private static final JobSpec SPEC = new JobSpec(
            new JobId("j"),
            Algorithm.CRC32C,
            Symlinks.SKIP,
            List.of(Root.anywhere(ROOT)),
            List.of(),
            BatchLimits.DEFAULT);

    @TempDir
    Path folder;

    private JobFolder files = new JobFolder(Path.of("unset"), Disk.REAL);
    private Job job;
    private long lease;
    private int deaths;

    @BeforeEach
    void create() throws IOException {
        files = JobFolder.of(folder, SPEC.id(), Disk.REAL);
        job = Job.create(SPEC, files, Clock.systemUTC(), LossTest::complete);
    }

    private static void complete(Job job) {
        try {
            job.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WorkerState worker(String id) {
        return new WorkerState(id, "n", 0, 0, new ReentrantLock().newCondition(), () -> {});
    }

    private @Nullable Lease next(WorkerState worker) throws IOException {
        job.next(worker, 1, 1, ++lease, System.nanoTime());
        return worker.lease;
    }

    private void die(Lease lost, boolean byItsFault) throws IOException {
        deaths++;
        job.leasing().abandon(lost, "w", byItsFault, "connection closed", System.nanoTime());
    }

    private Lease.Walking walk() throws IOException {
        return (Lease.Walking) Objects.requireNonNull(next(worker("w")));
    }

    private static ListedEntry file(int number) {
        return new ListedEntry(0, WalkEntry.file(RawPath.parse("/r/f%03d".formatted(number)), 10));
    }

    @Test
    void aWalkThatLosesThreeWorkersInARowFailsTheJob() throws IOException {
        die(walk(), false);
        die(walk(), false);
        Lease.Walking third = walk();
        assertThatThrownBy(() -> die(third, false))
                .isInstanceOf(HopelessJobException.class)
                .hasMessage("3 workers in a row were lost while they listed /r, the last one, w, because: connection"
                        + " closed; their logs may say more");
    }

    @Test
    void aWalkThatComesForwardMayLoseAnyNumber() throws IOException {
        for (int i = 0; i < 20; i++) {
            Lease.Walking walk = walk();
            if (i % 2 == 0) {
                job.listed(walk, List.of(file(i)));
            }
            die(walk, false);
        }
        assertThat(job.verdict()).isNull();
    }

    @Test
    void aWorkerThatIsSentAwaySaysNothingAboutTheWalk() throws IOException {
        for (int i = 0; i < 5; i++) {
            die(walk(), true);
        }
        assertThat(job.verdict()).isNull();
    }

    @Test
    void aFileThatEndsItsWorkersFailsAndAllOthersAreDone() throws IOException {
        list(200);
        work(130);
        assertThat(deaths).isEqualTo(4);
        assertThat(job.verdict()).isInstanceOfSatisfying(ClientMessage.Completed.class, completed -> {
            assertThat(completed.summary().files()).isEqualTo(199);
            assertThat(completed.summary().failures()).isEqualTo(Map.of(Failure.IO, 1L));
        });
        List<JobResult> results =
                new ResultPages(files, SPEC).page(PageStart.FIRST).results();
        assertThat(results).hasSize(200);
        assertThat(results.get(130))
                .isEqualTo(new JobResult.Failed(
                        0,
                        file(130).path(),
                        Failure.IO,
                        "3 workers in a row were lost while they read it, the last one because: connection closed"));
    }

    @Test
    void aFileThatIsAloneInItsLeaseIsGivenUpAfterThreeWorkers() throws IOException {
        list(1);
        work(0);
        assertThat(deaths).isEqualTo(3);
        assertThat(job.verdict()).isInstanceOf(ClientMessage.Completed.class);
    }

    @Test
    void nobodyClaimsALeaseOfWhichOthersHaveAPart() throws IOException {
        list(10);
        WorkerState cut = worker("w");
        Lease held = Objects.requireNonNull(next(cut));
        die(held, false);
        WorkerState other = worker("other");
        assertThat(((Lease.Digesting) Objects.requireNonNull(next(other))).items())
                .hasSize(1);
        assertThat(job.leasing().resume(job, cut, held.id(), System.nanoTime())).isFalse();
    }

    @Test
    void aLeaseThatWasDividedIsNobodysAfterARestart() throws IOException {
        list(10);
        WorkerState killed = worker("killed");
        job.leasing()
                .abandon(
                        Objects.requireNonNull(next(killed)), killed.id, false, "connection closed", System.nanoTime());
        WorkerState other = worker("other");
        assertThat(filesOf(next(other))).containsExactly(0L);
        job.close();

        long inAnHour = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        job = Job.recover(SPEC, files, Clock.systemUTC(), LossTest::complete, inAnHour);
        List<Long> handedOut = new ArrayList<>();
        for (Lease lease = next(worker("w")); lease != null; lease = next(worker("w"))) {
            handedOut.addAll(filesOf(lease));
        }
        assertThat(handedOut).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(Files.readAllLines(files.path().resolve("events.jsonl")))
                .filteredOn(line -> line.contains("\"Requeued\""))
                .hasSize(1);
    }

    private static List<Long> filesOf(@Nullable Lease lease) {
        return ((Lease.Digesting) Objects.requireNonNull(lease))
                .items().stream().map(LeaseItem::index).toList();
    }

    private void list(int count) throws IOException {
        Lease.Walking walk = walk();
        job.listed(walk, IntStream.range(0, count).mapToObj(LossTest::file).toList());
        job.walked(walk);
    }

    /** Workers that tell their results every 64 files and end at the poisoned one, until there is nothing to do. */
    private void work(int poisoned) throws IOException {
        for (int guard = 0; guard < 1000 && job.verdict() == null; guard++) {
            WorkerState worker = worker("w");
            if (!(next(worker) instanceof Lease.Digesting leased)) {
                return;
            }
            List<ItemOutcome> unsent = new ArrayList<>();
            boolean died = false;
            for (LeaseItem item : leased.items()) {
                died = item.index() == poisoned;
                if (died) {
                    break;
                }
                unsent.add(new ItemOutcome(item.index(), new FileOutcome.Hashed(new byte[4], 10)));
                if (unsent.size() == 64) {
                    job.results(worker, leased, new Results(leased.id(), 0, 0, List.copyOf(unsent)));
                    unsent.clear();
                }
            }
            if (died) {
                die(leased, false);
            } else {
                job.results(worker, leased, new Results(leased.id(), 0, 0, unsent));
            }
        }
    }
}
