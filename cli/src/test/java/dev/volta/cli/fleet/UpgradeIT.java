package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import dev.volta.cli.common.BuildInfo;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.manifest.ManifestFormat;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.Root;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fleet that another build has deployed, and this one updates. */
@Timeout(600)
class UpgradeIT extends OnDeployFleet {
    @Test
    void aFleetIsUpdatedUnderARunningJobAndNotUnderAnExperiment() throws Exception {
        var before = OtherBuild.in(folder);
        describeTwoNodes();
        var deployed = Ran.bash(folder, before.instead(fleet.program(JAVA, "volta.yaml", "deploy-all", "-q")));
        assertThat(deployed.code()).as(deployed.err()).isZero();
        var programs = programs();
        assertThat(programs).hasSize(3).allMatch(line -> line.contains("/opt/" + OtherBuild.VERSION + "/volta-"));
        var outdated = fleet.volta("status");
        assertThat(outdated.code()).isEqualTo(1);
        assertThat(outdated.out())
                .containsPattern("n1 +controller +running .* outdated: ")
                .containsPattern("n2 +worker-n2-1 +running .* outdated: ");
        var data = sparse("data", 8, "256M");

        isRefusedBecauseOfAJobOfAnotherVersion();
        isRefusedUnderAnExperiment(before, data);
        assertThat(programs()).isEqualTo(programs);
        assertThat(folder.resolve("at/n1/opt"))
                .isDirectoryNotContaining(file -> file.endsWith(BuildInfo.load().version()));

        isDoneUnderAJob(before, data);
        assertThat(programs()).hasSize(3).noneMatch(line -> line.contains(OtherBuild.VERSION));
        var status = fleet.volta("status");
        assertThat(status.code()).as(status.out() + status.err()).isZero();
        assertThat(status.out())
                .containsPattern("n1 +controller +running .* current\n")
                .containsPattern("n1 +worker-n1-1 +running .* current\n")
                .containsPattern("n2 +worker-n2-1 +running .* current\n");
        assertThat(fleet.volta("deploy-all").out()).isEqualTo("2 nodes as described; nothing was changed\n");
    }

    /** As a version of Volta to come may leave it. */
    private static void isRefusedBecauseOfAJobOfAnotherVersion() throws Exception {
        var job = Files.createDirectories(folder.resolve("at/n1/opt/volta/state/jobs/later"));
        var spec = Files.write(job.resolve("spec"), HexFormat.of().parseHex("564a4e4c00030001"));
        var refused = fleet.volta("deploy-all");
        assertThat(refused.code()).as(refused.err()).isEqualTo(78);
        assertThat(refused.err())
                .isEqualTo("volta: n1: " + spec
                        + " was written in version 3 of the journal, and the controller that would be"
                        + " started reads version 2; end that job with the version of Volta that began it, or remove"
                        + " its folder\nvolta: nothing was touched\n");
        Files.delete(spec);
        Files.delete(job);
    }

    private static void isRefusedUnderAnExperiment(OtherBuild before, Path data) throws Exception {
        var log = folder.resolve("experiment.log");
        var line = fleet.program(
                JAVA,
                "volta.yaml",
                "run-experiment",
                "--mode=distributed",
                "--out",
                folder.resolve("results").toString(),
                "--repeat",
                "1000",
                "--input",
                "n1:" + data);
        var experiment = new ProcessBuilder("bash", "-c", before.instead(TestFleet.interruptible(line)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await(() -> Files.readString(log).contains("run 1"));
            var refused = fleet.volta("deploy-all");
            assertThat(refused.code()).as(refused.err()).isEqualTo(75);
            assertThat(refused.err())
                    .contains("the fleet is locked on n1 by ", "'volta run-experiment ", "process " + experiment.pid());
            assertThat(experiment.isAlive()).isTrue();
            TestFleet.interrupt(experiment);
        } finally {
            experiment.destroyForcibly();
        }
    }

    /** What is hashed on the second node waits for a link to its worker, which the update brings: the job cannot end before. */
    private static void isDoneUnderAJob(OtherBuild before, Path data) throws Exception {
        var waiting = sparse("waiting", 3, "1M");
        var spec = new JobSpec(
                new JobId("outlives-the-update"),
                Algorithm.SHA256,
                Symlinks.SKIP,
                List.of(root(1, data), root(2, waiting)),
                List.of(),
                BatchLimits.DEFAULT);
        var manifest = new ByteArrayOutputStream();
        var started = Ran.bash(
                folder, before.instead(TestFleet.program(JAVA) + " keeper start -f " + folder.resolve("volta.yaml")));
        assertThat(started.code()).as(started.err()).isZero();
        var keeper = pidOfKeeper();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = ControllerClient.connect(
                        folder.resolve("at/n1/run/controller.sock"),
                        Files.readString(folder.resolve("at/n1/opt/volta/conf/tokens/client"))
                                .strip())) {
            var done = new AtomicLong();
            var job = CompletableFuture.supplyAsync(
                    () -> client.run(spec, progress -> done.set(progress.filesDone())), threads);
            await(() -> done.get() > 0);
            assertThat(done("deploy-all", "--keep").out()).contains("services restarted: 3");
            var summary = job.get(120, TimeUnit.SECONDS);
            assertThat(summary.files()).isEqualTo(11);
            assertThat(summary.recoveries())
                    .as("how often a controller took it up again")
                    .isEqualTo(1);
            client.results(spec.id(), result -> write(result, manifest));
            client.forget(spec.id());
            assertThat(pidOfKeeper()).as("the keeper, which was idle").isNotEqualTo(keeper);
        } finally {
            keeper("stop");
        }
        assertThat(manifest.toString(StandardCharsets.UTF_8)).isEqualTo(locally(data, waiting));
    }

    private static void describeTwoNodes() throws IOException {
        var nodes = new StringBuilder("nodes:\n");
        for (var i = 1; i <= 2; i++) {
            var at = folder.resolve("at/n" + i);
            nodes.append(fleet.line(
                            "n" + i,
                            "127.0.0.1",
                            fleet.port(i),
                            "labels: [" + (i == 1 ? "controller, worker" : "worker") + "]",
                            "paths: {install: " + at + "/opt, run: " + at + "/run, log: " + at + "/log}"))
                    .append('\n');
        }
        Files.writeString(folder.resolve("volta.yaml"), nodes + """
                services:
                  controller: {on: controller, kind: controller}
                  worker: {on: worker, kind: worker, after: [controller], instances: 1}
                """);
    }

    /** A tree of holes, which takes no space on disk, and time to hash. */
    private static Path sparse(String name, int files, String size) throws IOException, InterruptedException {
        var made = Ran.bash(
                folder,
                "mkdir " + name + " && for i in $(seq " + files + "); do truncate -s " + size + " " + name
                        + "/$i; done");
        assertThat(made.code()).as(made.err()).isZero();
        return folder.resolve(name);
    }

    private static Root root(int node, Path tree) {
        return new Root("n" + node, RawPath.parse(tree.toString()));
    }

    private static void write(JobResult result, ByteArrayOutputStream manifest) throws IOException {
        assertThat(result).isInstanceOf(JobResult.Hashed.class);
        var hashed = (JobResult.Hashed) result;
        ManifestFormat.GNU.write(manifest, Algorithm.SHA256, hashed.digest(), hashed.path());
    }

    /** The manifest of a run on this machine. */
    private static String locally(Path... trees) throws IOException {
        var out = Files.createDirectory(folder.resolve("local"));
        var arguments = new ArrayList<>(List.of("run-experiment", "-q", "--no-metrics", "--out", out.toString()));
        for (var tree : trees) {
            arguments.addAll(List.of("--input", tree.toString()));
        }
        var ran = Ran.volta(arguments.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isZero();
        return Files.readString(OnDistributedFleet.only(out).resolve("manifest.sha256"));
    }

    /** The command lines of controller and workers. */
    private static List<String> programs() throws IOException, InterruptedException {
        return processesOnNodes().stream()
                .filter(line -> line.contains("/opt/") && line.contains(".jar "))
                .sorted()
                .toList();
    }

    private static Ran keeper(String command, String... options) {
        var words = new ArrayList<>(
                List.of("keeper", command, "-f", folder.resolve("volta.yaml").toString()));
        words.addAll(List.of(options));
        return Ran.volta(words.toArray(String[]::new));
    }

    private static long pidOfKeeper() throws IOException {
        return new ObjectMapper()
                .readTree(keeper("status", "--output", "json").out())
                .get("pid")
                .longValue();
    }
}
