package dev.volta.hashing.node.it;

import static dev.volta.hashing.node.it.TestJobs.anywhere;
import static dev.volta.hashing.node.it.TestJobs.job;
import static dev.volta.hashing.node.it.TestJobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.client.ControllerException;
import dev.volta.hashing.node.client.ProgressListener;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchIT {
    @TempDir
    Path folder;

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
        // A mebibyte is soon full of long paths.
        Path tree = folder.resolve("t".repeat(250));
        Trees.small(tree, 6000, 0, 4);
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
