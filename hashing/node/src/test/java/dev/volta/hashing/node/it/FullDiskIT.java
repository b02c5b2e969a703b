package dev.volta.hashing.node.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A controller whose state lies on a file system of one MiB, in a mount namespace of its own. */
@Timeout(240)
class FullDiskIT {
    private static final int FILES = 4000;

    /** Long paths take more room than many short ones. */
    private static final String TREE = "t".repeat(250);

    private static final Duration SILENCE = Duration.ofMillis(1500);

    @TempDir
    Path folder;

    @BeforeEach
    void needsAMountNamespace() throws Exception {
        boolean possible = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", folder.toString())
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(possible, "skipped: file systems cannot be mounted here");
    }

    private static JobSpec job(String id, Path tree) {
        return new JobSpec(
                new JobId(id),
                Algorithm.SHA256,
                Symlinks.SKIP,
                List.of(Root.anywhere(Trees.raw(tree))),
                List.of(),
                BatchLimits.DEFAULT);
    }

    private Fleet start() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state"));
        return new Fleet(folder)
                .within("exec unshare -m sh -c 'mount -t tmpfs -o size=1m tmpfs " + state
                        + " && head -c 500000 /dev/zero >" + state + "/ballast && exec \"$@\"' sh \"$@\"")
                .controller("heartbeat.millis=100", "lease.timeout.millis=" + SILENCE.toMillis())
                .within("exec \"$@\"")
                .worker("w1", "n");
    }

    /** Within the controller's namespace. */
    private static void inside(Fleet fleet, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "nsenter",
                "-m",
                "-t",
                String.valueOf(fleet.process(Fleet.CONTROLLER).pid())));
        all.addAll(List.of(command));
        assertThat(new ProcessBuilder(all).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void aJobGoesOnWhenThereIsRoomAgain() throws Exception {
        Path tree = folder.resolve(TREE);
        Trees.small(tree, FILES, 10, 1);
        try (Fleet fleet = start();
                ControllerClient client = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicReference<String> waitsFor = new AtomicReference<>("");
            Future<JobSummary> running =
                    waiting.submit(() -> client.run(job("j", tree), progress -> waitsFor.set(progress.waitsFor())));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
            while (waitsFor.get().isEmpty()) {
                assertThat(running.isDone()).isFalse();
                assertThat(System.nanoTime()).as("there was room").isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(waitsFor.get()).contains("No space left on device");
            // Longer than a worker may be silent.
            Thread.sleep(SILENCE.multipliedBy(2));
            assertThat(running.isDone()).isFalse();
            inside(fleet, "mount", "-o", "remount,size=16m", fleet.state().toString());
            JobSummary summary = running.get(100, TimeUnit.SECONDS);
            assertThat(summary.files()).isEqualTo(FILES);
            assertThat(summary.requeuedItems()).isZero();
            assertThat(Duration.ofNanos(summary.waitedNanos())).isBetween(SILENCE, Duration.ofSeconds(60));
            List<JobResult> results = new ArrayList<>();
            client.results(new JobId("j"), results::add);
            assertThat(Trees.manifest(results)).isEqualTo(Trees.manifest(tree, "SHA-256"));
        }
    }

    @Test
    void aClientMayGiveUpWaitingAndTheControllerGoesOn() throws Exception {
        Path tree = folder.resolve(TREE);
        Trees.small(tree, FILES, 10, 1);
        Path few = folder.resolve("few");
        Trees.small(few, 10, 10, 1);
        try (Fleet fleet = start();
                ControllerClient client = fleet.client();
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicReference<String> waitsFor = new AtomicReference<>("");
            Future<JobSummary> running =
                    waiting.submit(() -> client.run(job("j", tree), progress -> waitsFor.set(progress.waitsFor())));
            while (waitsFor.get().isEmpty() && !running.isDone()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(client.abandon(new JobId("j"), Duration.ofSeconds(30))).isTrue();
            assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS)).hasMessageContaining("Job j failed: cancelled");
            try (ControllerClient next = fleet.client()) {
                assertThat(next.run(job("k", few), progress -> {}).files()).isEqualTo(10);
            }
        }
    }
}
