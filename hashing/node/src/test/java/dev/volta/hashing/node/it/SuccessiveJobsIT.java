package dev.volta.hashing.node.it;

import static dev.volta.hashing.node.it.TestJobs.anywhere;
import static dev.volta.hashing.node.it.TestJobs.job;
import static dev.volta.hashing.node.it.TestJobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.ControllerException;
import dev.volta.hashing.node.client.ProgressListener;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.wire.Frames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job after the other on one fleet, which has nothing to complain of and keeps nothing of them. */
class SuccessiveJobsIT {
    private static final List<String> WORKERS = List.of("w1", "w2");

    @TempDir
    static Path home;

    private static Fleet fleet;

    @TempDir
    Path folder;

    private ControllerClient client;

    @BeforeAll
    static void start() throws IOException {
        fleet = new Fleet(home).controller();
        for (String worker : WORKERS) {
            fleet.worker(worker, "n1");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        fleet.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = fleet.client();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        // What is so deep that Java cannot remove it.
        new ProcessBuilder("rm", "-rf", "deep")
                .directory(folder.toFile())
                .start()
                .waitFor();
        try (ControllerClient last = client) {
            last.forget(new JobId("j"));
        }
        assertThat(fleet.state().resolve("jobs/j")).doesNotExist();
        assertThat(fleet.log(Fleet.CONTROLLER)).isEmptyFile();
        for (String worker : WORKERS) {
            assertThat(fleet.log(worker)).isEmptyFile();
        }
    }

    @Test
    void givesTheManifestOfADirectComputation() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 3000, 5000, 1);
        Trees.sparse(tree.resolve("big"), 100 << 20);
        List<JobProgress> progress = new ArrayList<>();
        JobSpec spec = job("j", anywhere(tree));
        JobSummary summary = client.run(spec, progress::add);

        List<JobResult> results = results(client, spec);
        assertThat(Trees.manifest(results)).isEqualTo(Trees.manifest(tree, "SHA-256"));
        assertThat(results.stream().map(JobResult::path)).isSorted();
        assertThat(summary.files()).isEqualTo(3001);
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.wallNanos()).isPositive();
        assertThat(summary.workerCpuNanos()).isPositive();
        assertThat(summary.controllerCpuNanos()).isPositive();
        assertThat(summary.workers().stream()
                        .mapToLong(JobSummary.WorkerShare::files)
                        .sum())
                .isEqualTo(3001);
        assertThat(summary.workers().stream()
                        .mapToLong(JobSummary.WorkerShare::bytes)
                        .sum())
                .isEqualTo(summary.bytes());
        assertThat(summary.requeuedItems()).isZero();
        assertThat(summary.recoveries()).isZero();
        assertThat(progress).isNotEmpty();
        assertThat(client.run(spec, ProgressListener.NONE)).isEqualTo(summary);
    }

    @Test
    void reportsWhatCannotBeHashedAndSkipsWhatHasNoContent() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("a\nb\\c\r"), "x");
        Files.createSymbolicLink(tree.resolve("loop"), tree);
        new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor();
        Path missing = folder.resolve("missing");
        JobSpec spec = job("j", anywhere(tree), anywhere(missing));
        JobSummary summary = client.run(spec, ProgressListener.NONE);

        assertThat(summary.files()).isEqualTo(1);
        assertThat(summary.failures()).isEqualTo(Map.of(Failure.MISSING, 1L));
        assertThat(summary.skipped()).isEqualTo(Map.of(Kind.SKIPPED_SYMLINK, 1L, Kind.SKIPPED_SPECIAL, 1L));
        assertThat(Trees.manifest(results(client, spec))).isEqualTo(Trees.manifest(tree, "SHA-256"));
        assertThat(results(client, spec))
                .contains(
                        new JobResult.Skipped(0, Trees.raw(tree.resolve("pipe")), Kind.SKIPPED_SPECIAL),
                        new JobResult.Failed(1, Trees.raw(missing), Failure.MISSING, "No such file or directory"));
    }

    @Test
    void anExcludedDirectoryIsOneSkippedEntryUnderWhateverNameItIsMet() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 300, 100, 4);
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), tree.resolve("d1"));
        JobSpec spec = job("j", List.of(Trees.raw(alias)), anywhere(tree));
        JobSummary summary = client.run(spec, ProgressListener.NONE);
        assertThat(summary.files()).isEqualTo(200);
        assertThat(summary.skipped()).isEqualTo(Map.of(Kind.SKIPPED_EXCLUDED, 1L));
        assertThat(results(client, spec))
                .contains(new JobResult.Skipped(0, Trees.raw(tree.resolve("d1")), Kind.SKIPPED_EXCLUDED));
    }

    /** Folders in folders; a file in every {@code each}th of them, and one behind all of them. */
    private Path deep(int levels, String name, int each) throws Exception {
        Path tree = Files.createDirectories(folder.resolve("deep"));
        Path script = Files.writeString(folder.resolve("deep.py"), """
                import os, sys
                levels, name, each = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
                os.mkdir('d'); os.chdir('d')
                for i in range(levels):
                    os.mkdir(name); os.chdir(name)
                    if i % each == each - 1:
                        open('f', 'w').write(str(i))
                """);
        assertThat(new ProcessBuilder("python3", script.toString(), String.valueOf(levels), name, String.valueOf(each))
                        .directory(tree.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(tree.resolve("last"), "last");
        return tree;
    }

    @Test
    void aTreeDeeperThanAnyLengthFieldIsHashedInLittleMemory() throws Exception {
        Path tree = deep(850, "d".repeat(250), 1);
        JobSpec spec = job("j", anywhere(tree));
        JobSummary summary = client.run(spec, ProgressListener.NONE);
        assertThat(summary.files()).isEqualTo(851);
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.requeuedItems()).isZero();
        List<JobResult> results = results(client, spec);
        assertThat(results.getFirst().path().length()).isGreaterThan(850 * 251);
        assertThat(results.stream().map(JobResult::path)).isSorted();
        for (int i : new int[] {0, 1, 400, 849}) {
            // The deepest comes first, since d comes before f.
            byte[] content = String.valueOf(849 - i).getBytes(StandardCharsets.UTF_8);
            assertThat(((JobResult.Hashed) results.get(i)).digest())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
        }
    }

    @Test
    void aTreeThatIsTooDeepForTheProtocolIsOneProblemAndTheRestIsHashed() throws Exception {
        Path tree = deep(2200, "d".repeat(250), 50);
        JobSpec spec = job("j", anywhere(tree));
        JobSummary summary = client.run(spec, ProgressListener.NONE);
        // 512 KiB of path less what a name may have, in steps of 251.
        int levels = (Frames.MOST_PATH_BYTES - 4096 - (tree + "/d").length()) / 251;
        assertThat(summary.failures()).isEqualTo(Map.of(Failure.TOO_LONG, 1L));
        assertThat(summary.files()).isEqualTo(levels / 50 + 1);
        List<JobResult> results = results(client, spec);
        assertThat(results.getFirst())
                .isInstanceOfSatisfying(
                        JobResult.Failed.class,
                        failed -> assertThat(failed.detail()).startsWith("Too deep: its path has "));
        assertThat(results.getLast().path()).isEqualTo(Trees.raw(tree.resolve("last")));
    }

    @Test
    void anEmptyTreeIsAJobWithoutFiles() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        JobSpec spec = job("j", anywhere(tree));
        assertThat(client.run(spec, ProgressListener.NONE).files()).isZero();
        assertThat(results(client, spec)).isEmpty();
    }

    @Test
    void aCancelledJobFailsAndItsWorkersAreFreeForTheNext() throws Exception {
        Trees.sparse(folder.resolve("tree/huge"), 40L << 30);
        Trees.small(folder.resolve("few"), 10, 10, 5);
        JobSpec spec = job("j", anywhere(folder.resolve("tree")));
        try (ControllerClient other = fleet.client()) {
            ProgressListener cancelOnceHashing = progress -> {
                if (progress.bytesDone() > 0) {
                    other.cancel(spec.id());
                }
            };
            assertThatThrownBy(() -> client.run(spec, cancelOnceHashing)).hasMessageContaining("cancelled");
        }
        client.forget(spec.id());
        assertThat(client.run(job("j", anywhere(folder.resolve("few"))), ProgressListener.NONE)
                        .files())
                .isEqualTo(10);
    }

    @Test
    void aClientWaitsForWorkersUntilItsLimit() throws Exception {
        client.awaitWorkers(WORKERS.size(), Duration.ofSeconds(20));
        assertThatThrownBy(() -> client.awaitWorkers(WORKERS.size() + 1, Duration.ofMillis(100)))
                .isInstanceOf(ControllerException.class)
                .hasMessageContaining("Only 2 of 3 workers connected");
    }
}
