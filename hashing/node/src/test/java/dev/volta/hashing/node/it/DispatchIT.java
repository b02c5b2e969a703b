package dev.volta.hashing.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.ControllerException;
import dev.volta.hashing.node.client.ProgressListener;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobProgress;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import dev.volta.hashing.node.wire.Frames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchIT {
    @TempDir
    Path folder;

    private static JobSpec job(String id, Root... roots) {
        return job(id, List.of(), roots);
    }

    private static JobSpec job(String id, List<RawPath> excluded, Root... roots) {
        return new JobSpec(
                new JobId(id), Algorithm.SHA256, Symlinks.SKIP, List.of(roots), excluded, BatchLimits.DEFAULT);
    }

    private static Root anywhere(Path path) {
        return Root.anywhere(Trees.raw(path));
    }

    private static List<JobResult> results(ControllerClient client, JobSpec spec) throws IOException {
        List<JobResult> results = new ArrayList<>();
        client.results(spec.id(), results::add);
        return results;
    }

    @Test
    void givesTheManifestOfADirectComputation() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 3000, 5000, 1);
        Trees.sparse(tree.resolve("big"), 300 << 20);
        List<JobProgress> progress = new ArrayList<>();
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1").worker("w2", "n1");
                ControllerClient client = fleet.client()) {
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

            client.forget(spec.id());
            assertThat(fleet.state().resolve("jobs/j")).doesNotExist();
            assertThat(fleet.log(Fleet.CONTROLLER)).isEmptyFile();
            assertThat(fleet.log("w1")).isEmptyFile();
        }
    }

    @Test
    void reportsWhatCannotBeHashedAndSkipsWhatHasNoContent() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve("a\nb\\c\r"), "x");
        Files.createSymbolicLink(tree.resolve("loop"), tree);
        new ProcessBuilder("mkfifo", tree.resolve("pipe").toString()).start().waitFor();
        Path missing = folder.resolve("missing");
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
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
    }

    @Test
    void anExcludedDirectoryIsOneSkippedEntryUnderWhateverNameItIsMet() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 300, 100, 4);
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), tree.resolve("d1"));
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
            JobSpec spec = job("j", List.of(Trees.raw(alias)), anywhere(tree));
            JobSummary summary = client.run(spec, ProgressListener.NONE);
            assertThat(summary.files()).isEqualTo(200);
            assertThat(summary.skipped()).isEqualTo(Map.of(Kind.SKIPPED_EXCLUDED, 1L));
            assertThat(results(client, spec))
                    .contains(new JobResult.Skipped(0, Trees.raw(tree.resolve("d1")), Kind.SKIPPED_EXCLUDED));
        }
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

    private void removeDeep() throws Exception {
        new ProcessBuilder("rm", "-rf", "deep")
                .directory(folder.toFile())
                .start()
                .waitFor();
    }

    @Test
    void aTreeDeeperThanAnyLengthFieldIsHashedInLittleMemory() throws Exception {
        Path tree = deep(2700, "d".repeat(24), 1);
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1").worker("w2", "n1");
                ControllerClient client = fleet.client()) {
            JobSpec spec = job("j", anywhere(tree));
            JobSummary summary = client.run(spec, ProgressListener.NONE);
            assertThat(summary.files()).isEqualTo(2701);
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.requeuedItems()).isZero();
            List<JobResult> results = results(client, spec);
            assertThat(results.getFirst().path().length()).isGreaterThan(67_500);
            assertThat(results.stream().map(JobResult::path)).isSorted();
            for (int i : new int[] {0, 1, 1000, 2699}) {
                // The deepest comes first, since d comes before f.
                byte[] content = String.valueOf(2699 - i).getBytes(StandardCharsets.UTF_8);
                assertThat(((JobResult.Hashed) results.get(i)).digest())
                        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
            }
            client.forget(spec.id());
            assertThat(fleet.log("w1")).isEmptyFile();
            assertThat(fleet.log(Fleet.CONTROLLER)).isEmptyFile();
        } finally {
            removeDeep();
        }
    }

    @Test
    void aTreeThatIsTooDeepForTheProtocolIsOneProblemAndTheRestIsHashed() throws Exception {
        Path tree = deep(2200, "d".repeat(250), 50);
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
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
            assertThat(fleet.log("w1")).isEmptyFile();
        } finally {
            removeDeep();
        }
    }

    @Test
    void aDamagedJobDoesNotKeepTheControllerFromStarting() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 30, 100, 5);
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
            client.run(job("empty", anywhere(tree)), ProgressListener.NONE);
            client.run(job("torn", anywhere(tree)), ProgressListener.NONE);
            client.run(job("again", anywhere(tree)), ProgressListener.NONE);
            fleet.kill(Fleet.CONTROLLER);
            Path jobs = fleet.state().resolve("jobs");
            Files.write(jobs.resolve("empty/spec"), new byte[0]);
            Files.write(jobs.resolve("torn/spec"), new byte[] {0, 0, 0});
            Files.write(jobs.resolve("again/verdict"), new byte[100]);
            Files.write(jobs.resolve("again/tally"), new byte[1]);
            Files.write(jobs.resolve("again/started"), new byte[0]);
            Files.writeString(jobs.resolve("stray"), "no folder");
            fleet.start(Fleet.CONTROLLER);
            assertThat(client.run(job("again", anywhere(tree)), ProgressListener.NONE)
                            .files())
                    .isEqualTo(30);
            assertThat(jobs.resolve("empty")).doesNotExist();
            assertThat(jobs.resolve("torn")).doesNotExist();
            assertThat(Files.readString(fleet.log(Fleet.CONTROLLER)))
                    .contains("empty, which has no whole specification")
                    .contains("torn, which has no whole specification")
                    .contains("cannot take up");
        }
    }

    @Test
    void aWorkerMayBeWarmedUpForAnAlgorithmThatThereIs() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 100, 100, 6);
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1", "warm.up=sha256")) {
            try (ControllerClient client = fleet.client()) {
                JobSpec spec = job("j", anywhere(tree));
                client.run(spec, ProgressListener.NONE);
                assertThat(Trees.manifest(results(client, spec))).isEqualTo(Trees.manifest(tree, "SHA-256"));
            }
            assertThat(fleet.worker("w2", "n1", "warm.up=sha3").awaitEnd("w2")).isEqualTo(1);
            assertThat(Files.readString(fleet.log("w2"))).contains("warm.up: 'sha3' is no algorithm");
        }
    }

    @Test
    void anEmptyTreeIsAJobWithoutFiles() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
            JobSpec spec = job("j", anywhere(tree));
            assertThat(client.run(spec, ProgressListener.NONE).files()).isZero();
            assertThat(results(client, spec)).isEmpty();
        }
    }

    @Test
    void aRootBoundToANodeIsReadByWorkersOfThatNodeAlone() throws Exception {
        Trees.small(folder.resolve("a"), 500, 2000, 2);
        Trees.small(folder.resolve("b"), 500, 2000, 3);
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1").worker("w2", "n2");
                ControllerClient client = fleet.client()) {
            RawPath a = Trees.raw(folder.resolve("a"));
            RawPath b = Trees.raw(folder.resolve("b"));
            JobSummary summary = client.run(job("j", new Root("n1", a), new Root("n2", b)), ProgressListener.NONE);
            assertThat(summary.workers())
                    .extracting(JobSummary.WorkerShare::worker, JobSummary.WorkerShare::files)
                    .containsExactlyInAnyOrder(tuple("w1", 500L), tuple("w2", 500L));
        }
    }

    @Test
    void aSecondControllerIsRefusedAndAStaleSocketIsReplaced() throws Exception {
        try (Fleet fleet = new Fleet(folder).controller();
                ControllerClient client = fleet.client()) {
            assertThat(Files.getPosixFilePermissions(fleet.socket()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            Path other = folder.resolve("other.properties");
            Files.writeString(
                    other,
                    "socket=%s%nstate=%s%ntokens=%s%n"
                            .formatted(fleet.socket(), folder.resolve("other"), folder.resolve("tokens")));
            Process second = new ProcessBuilder(Fleet.java("volta-controller.jar", other))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(said).contains("A controller is already listening on " + fleet.socket());
            assertThat(said.lines()).hasSize(1);

            fleet.kill(Fleet.CONTROLLER);
            assertThat(fleet.socket()).exists();
            fleet.start(Fleet.CONTROLLER);
            client.forget(new JobId("none"));
        }
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    @Test
    void aClientWaitsForWorkersUntilItsLimit() throws Exception {
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
            client.awaitWorkers(1, Duration.ofSeconds(20));
            assertThatThrownBy(() -> client.awaitWorkers(2, Duration.ofMillis(100)))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("Only 1 of 2 workers connected");
        }
    }

    @Test
    void aClientWithAWrongTokenIsRefused() throws Exception {
        try (Fleet fleet = new Fleet(folder).controller();
                ControllerClient right = fleet.client()) {
            right.forget(new JobId("none"));
            assertThatThrownBy(() -> ControllerClient.connect(fleet.socket(), "guess", Duration.ofSeconds(5)))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("token")
                    .hasMessageContaining("UNAUTHORIZED");
        }
    }

    @Test
    void aDiskFullOfSpoolFailsTheJobButNotTheController() throws Exception {
        Path tree = folder.resolve("tree");
        Trees.small(tree, 20_000, 0, 4);
        Path few = folder.resolve("few");
        Trees.small(few, 10, 10, 4);
        try (Fleet fleet = new Fleet(folder).limitFileSize(1).controller().worker("w1", "n1");
                ControllerClient client = fleet.client()) {
            assertThatThrownBy(() -> client.run(job("big", anywhere(tree)), ProgressListener.NONE))
                    .isInstanceOf(ControllerException.class)
                    .hasMessageContaining("Job big failed: the controller cannot keep its files")
                    .hasMessageContaining("File too large");
            client.forget(new JobId("big"));
            assertThat(client.run(job("small", anywhere(few)), ProgressListener.NONE)
                            .files())
                    .isEqualTo(10);
        }
    }

    @Test
    void aCancelledJobFailsAndItsWorkersAreFreeForTheNext() throws Exception {
        Trees.sparse(folder.resolve("tree/huge"), 40L << 30);
        Trees.small(folder.resolve("few"), 10, 10, 5);
        try (Fleet fleet = new Fleet(folder).controller().worker("w1", "n1");
                ControllerClient client = fleet.client();
                ControllerClient other = fleet.client()) {
            JobSpec spec = job("huge", anywhere(folder.resolve("tree")));
            ProgressListener cancelOnceHashing = progress -> {
                if (progress.bytesDone() > 0) {
                    other.cancel(spec.id());
                }
            };
            assertThatThrownBy(() -> client.run(spec, cancelOnceHashing)).hasMessageContaining("cancelled");
            assertThat(client.run(job("small", anywhere(folder.resolve("few"))), ProgressListener.NONE)
                            .files())
                    .isEqualTo(10);
        }
    }

    @Test
    void processesEndByThemselvesWhenTheirOwnerHasEnded() throws Exception {
        Path lock = folder.resolve("other owner");
        Process owner = OwnerProgram.start(lock);
        try (Fleet fleet = new Fleet(folder).ownedBy(lock).controller().worker("w1", "n1")) {
            fleet.client().close();
            owner.destroyForcibly().waitFor();
            assertThat(fleet.awaitEnd(Fleet.CONTROLLER)).isZero();
            assertThat(fleet.awaitEnd("w1")).isZero();
            assertThat(fleet.socket()).doesNotExist();
        }
    }
}
