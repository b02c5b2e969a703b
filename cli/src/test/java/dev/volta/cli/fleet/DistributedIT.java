package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Experiments over a controller and workers on four real sshd nodes, and what happens when parts of that break. */
@Timeout(300)
class DistributedIT {
    @TempDir
    private static Path folder;

    private static TestFleet fleet;

    private Path out;

    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        fleet = TestFleet.start(folder);
        describe("volta.yaml", 4);
        var trusted = fleet.volta("trust", "--yes");
        assertThat(trusted.code()).as(trusted.err()).isZero();
        for (var node = 2; node <= 4; node++) {
            fill(data(node), 150, 64 << 10, node);
        }
    }

    @AfterAll
    static void stopNodes() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @BeforeEach
    void haveAFolderForResults() throws IOException {
        out = Files.createTempDirectory(folder, "results");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        var processes = Ran.bash(folder, "pgrep -af '[v]olta-(controller|worker)[^ ]*jar " + folder + "'");
        assertThat(processes.out()).isEmpty();
        assertThat(folder.resolve("n2/run/controller.sock")).doesNotExist();
    }

    @Test
    void aDistributedRunGivesTheManifestOfALocalOne() throws Exception {
        var deployed = folder.resolve(".volta/deployed.json");
        Files.deleteIfExists(deployed); // other tests end services in other ways than stop-all
        var distributed = run("--input", at(2), "--input", at(3), "--input", at(4));
        assertThat(distributed.code()).as(distributed.err()).isZero();
        assertThat(deployed).as("the record of what is deployed").doesNotExist();
        var folderOfDistributed = theOnlyResult();
        var record = record(folderOfDistributed);
        assertThat(record.at("/verdict/outcome").asText()).isEqualTo("passed");
        assertThat(record.at("/workload/files").asInt()).isEqualTo(450);
        var nodes = new ArrayList<String>();
        record.at("/trials/0/workers")
                .forEach(worker -> nodes.add(worker.get("node").asText()));
        assertThat(nodes).contains("n2", "n3", "n4").doesNotContain("n1");
        assertThat(folderOfDistributed.resolve("logs/n1-controller.log")).exists();
        assertThat(folderOfDistributed.resolve("logs/n3-worker-n3-1.log")).exists();

        var local = Files.createDirectory(folder.resolve("local"));
        var alone = Ran.volta(
                "run-experiment",
                "-q",
                "--out",
                local.toString(),
                "--input",
                data(2).toString(),
                "--input",
                data(3).toString(),
                "--input",
                data(4).toString());
        assertThat(alone.code()).as(alone.err()).isZero();
        assertThat(folderOfDistributed.resolve("manifest.sha256"))
                .hasSameTextualContentAs(only(local).resolve("manifest.sha256"));
    }

    @Test
    void aFleetThatIsDeployedStaysAndIsUsedAsItIs() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        var before = workers();
        assertThat(before).isNotEmpty();
        try {
            var ran = run("--input", at(2));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(workers()).isEqualTo(before);
            // What is to be otherwise for one experiment is so for its length.
            var other = run("--input", at(2), "--workers", "3");
            assertThat(other.code()).as(other.err()).isZero();
            var limited = run("--input", at(2), "--memory-limit", "400MiB", "--limits", "advisory");
            assertThat(limited.code()).as(limited.err()).isZero();
            assertThat(workers()).hasSameSizeAs(before);
            assertThat(fleet.volta("deploy-all").out()).contains("nothing was changed");
        } finally {
            endServices();
        }
    }

    @Test
    void inputsThatAreNotWhereTheyAreSaidToBeAreAllToldAndNothingIsStarted() throws Exception {
        var unplaced = run("--input", data(2).toString(), "--input", "n1:/tmp");
        assertThat(unplaced.code()).isEqualTo(78);
        assertThat(unplaced.err())
                .contains("'" + data(2) + "' is a path of this machine")
                .contains("shared:" + data(2))
                .contains("node 'n1' runs no workers");
        var missing = run("--input", "n2:/no/such/folder", "--input", "shared:/no/such/export");
        assertThat(missing.code()).isEqualTo(78);
        assertThat(missing.err())
                .contains("'/no/such/folder' does not exist on n2")
                .contains("'/no/such/export' does not exist on n3");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void aSharedInputIsReadByAllWorkersOnce() throws Exception {
        var ran = run("--input", "shared:" + data(2));
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(record(theOnlyResult()).at("/workload/files").asInt()).isEqualTo(150);
    }

    @Test
    void aCutConnectionAndAKilledControllerCostNoResult() throws Exception {
        var large = folder.resolve("large");
        fill(large, 6_000, 24 << 10, 9);
        var log = folder.resolve("cut.log");
        var process = start(log, "--warmup", "1", "--repeat", "2", "--input", "n2:" + large, "--input", at(3));
        try {
            eventually(() -> !workers().isEmpty() && Files.readString(log).contains("warm-up"));
            fleet.server(2).process().descendants().forEach(session -> {
                if (session.info().command().orElse("").contains("sshd")) {
                    session.destroyForcibly();
                }
            });
            TimeUnit.SECONDS.sleep(1);
            Ran.bash(folder, "pkill -KILL -f '[v]olta-controller[^ ]*jar " + folder + "'");
            assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroy();
        }
        var said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isZero();
        var record = record(theOnlyResult());
        assertThat(record.at("/workload/files").asInt()).isEqualTo(6_150);
        assertThat(said).contains("the link to n2 was cut");
        var checked = Ran.bash(theOnlyResult(), "sha256sum --quiet -c manifest.sha256");
        assertThat(checked.code()).as(checked.err()).isZero();
    }

    /** Some seconds of work, none of it on a disk. */
    private static String[] muchWork() throws Exception {
        var large = folder.resolve("large-enough");
        Ran.bash(
                folder,
                "mkdir -p " + large + " && cd " + large + " && for i in 1 2 3 4 5 6 7 8; do truncate -s 2G $i; done");
        return new String[] {"--input", "n2:" + large, "--input", "n3:" + large};
    }

    /** As much of it as will be waited for: the run ends when it is interrupted. */
    private static String[] workWithoutEnd() throws Exception {
        var all = new ArrayList<>(List.of("--repeat", "1000"));
        all.addAll(List.of(muchWork()));
        return all.toArray(String[]::new);
    }

    @Test
    void workersThatAreKilledUnderARunningExperimentLoseNothing() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        var before = workers();
        var log = folder.resolve("restart.log");
        try {
            var process = start(log, muchWork());
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                for (var worker : before) {
                    Ran.bash(folder, "kill -KILL " + worker);
                }
                assertThat(process.isAlive())
                        .as("they were killed during the run")
                        .isTrue();
                eventually(() -> workers().size() == before.size() && Collections.disjoint(workers(), before));
                assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            assertThat(record(theOnlyResult()).at("/workload/files").asInt()).isEqualTo(16);
        } finally {
            endServices();
        }
    }

    /** The description in another folder, as another operator has it: with nothing of what commands have left there. */
    private static Path cloned(String name) throws IOException {
        var clone = Files.createDirectories(folder.resolve(name));
        Files.copy(folder.resolve("volta.yaml"), clone.resolve("volta.yaml"), StandardCopyOption.REPLACE_EXISTING);
        return clone;
    }

    private static Ran inClone(Path clone, String command, String... arguments) {
        var all = new ArrayList<>(
                List.of("--known-hosts", folder.resolve(".volta/known_hosts").toString()));
        all.addAll(Arrays.asList(arguments));
        return fleet.on(folder.relativize(clone) + "/volta.yaml", command, all.toArray(String[]::new));
    }

    @Test
    void aRunningExperimentHasTheFleetForItselfWhoeverComes() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        var before = workers();
        var clone = cloned("seen-from");
        var log = folder.resolve("seen.log");
        var changing = List.of(
                List.of("restart", "worker"),
                List.of("stop", "worker"),
                List.of("start", "worker"),
                List.of("deploy-all"),
                List.of("stop-all"),
                List.of("drop-caches"),
                List.of("run-experiment", "--mode=distributed", "--out", out.toString(), "--input", at(2)));
        try {
            var process = start(log, workWithoutEnd());
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                for (var words : changing) {
                    var arguments = words.subList(1, words.size()).toArray(String[]::new);
                    for (var ran : List.of(
                            fleet.volta(words.getFirst(), arguments), inClone(clone, words.getFirst(), arguments))) {
                        assertThat(ran.code()).as(words + "\n" + ran.err()).isEqualTo(75);
                        assertThat(ran.err())
                                .contains("the fleet is locked on n1 by ", "'volta run-experiment ")
                                .contains("process " + process.pid());
                    }
                }
                assertThat(inClone(clone, "lock show").out()).contains("n1: held by ", "'volta run-experiment ");
                assertThat(process.isAlive()).as("the experiment still runs").isTrue();
                TestFleet.interrupt(process);
            } finally {
                process.destroy();
            }
            assertThat(workers()).isEqualTo(before);
            assertThat(fleet.volta("lock show").out()).isEqualTo("n1: free\n");
        } finally {
            endServices();
        }
    }

    @Test
    void allClonesOfAFolderHaveOneTruthAboutSecrets() throws Exception {
        assertThat(fleet.volta("deploy-all", "-q").code()).isZero();
        try {
            var before = workers();
            var clone = cloned("second-operator");
            assertThat(inClone(clone, "status").code()).isZero();
            assertThat(inClone(clone, "deploy-all").out()).isEqualTo("4 nodes as described; nothing was changed\n");
            var ran = inClone(
                    clone, "run-experiment", "--mode=distributed", "-q", "--out", out.toString(), "--input", at(2));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(workers()).isEqualTo(before);
            // A worker whose token the controller has lost keeps its own.
            var tokens = folder.resolve("n1/opt/test" + fleet.port(1) + "/conf/tokens/workers");
            Files.delete(tokens.resolve("n2-1"));
            Files.write(tokens.resolve("n3-1"), new byte[65]);
            assertThat(inClone(clone, "deploy-all").code()).isZero();
            assertThat(tokens.resolve("n2-1"))
                    .hasSameTextualContentAs(folder.resolve("n2/opt/test" + fleet.port(1) + "/conf/worker-n2-1.token"));
            assertThat(tokens.resolve("n3-1"))
                    .hasSameTextualContentAs(folder.resolve("n3/opt/test" + fleet.port(1) + "/conf/worker-n3-1.token"));
            assertThat(workers()).isEqualTo(before);
            assertThat(inClone(clone, "status").code()).isZero();
            assertThat(Files.readString(clone.resolve(".volta/secret")))
                    .isNotEqualTo(Files.readString(folder.resolve(".volta/secret")));
            assertThat(Files.readString(clone.resolve(".volta/audit.jsonl")))
                    .doesNotContain(Files.readString(tokens.resolve("n2-1")).strip());
        } finally {
            endServices();
        }
    }

    @Test
    void aRunWhoseLockWasTakenAwayDoesNotPassAndTouchesNothingMore() throws Exception {
        var log = folder.resolve("broken.log");
        try {
            var process = start(log, muchWork());
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                assertThat(inClone(cloned("breaks-it"), "lock release").out())
                        .startsWith("n1: taken away from ")
                        .contains("'volta run-experiment ");
                assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(76);
            assertThat(Files.readString(log))
                    .contains("the lock of the fleet was lost: somebody has broken it (volta lock release)");
            var record = record(theOnlyResult());
            assertThat(record.at("/verdict/outcome").asText()).isEqualTo("failed");
            assertThat(record.at("/verdict/reason").asText())
                    .contains("the lock of the fleet was lost", "what was measured may be another command's doing");
            assertThat(record.at("/warnings").toString()).contains("was left as it is");
            // What it had started is somebody else's to stop, who may use it by now.
            assertThat(workers()).isNotEmpty();
        } finally {
            assertThat(fleet.volta("stop-all", "-q").code()).isZero();
        }
    }

    @Test
    void linksThatAKeeperHoldsOutliveCommandsAndItsOwnDeath() throws Exception {
        Ran.bash(folder, "mkdir kept && for i in 1 2 3 4 5 6; do truncate -s 1G kept/$i; done");
        var log = folder.resolve("kept.log");
        try {
            var deployed = Ran.bash(folder, fleet.program("-Xmx128m", "volta.yaml", "deploy-all", "-q", "--keep"));
            assertThat(deployed.code()).as(deployed.err()).isZero();
            var examined = fleet.volta("doctor");
            assertThat(examined.out()).contains("way to the controller").doesNotContainPattern("n3 +way to .*warning");
            var process = start(log, "--input", "n2:" + folder.resolve("kept"), "--input", at(3));
            try {
                eventually(() -> Files.readString(log).contains("run 1"));
                var keeper = new ObjectMapper().readTree(keeper("status", "--output", "json"));
                assertThat(keeper.get("tunnels")).hasSize(4);
                Ran.bash(folder, "kill -KILL " + keeper.get("pid").asLong());
                assertThat(process.waitFor(150, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroy();
            }
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            assertThat(record(theOnlyResult()).at("/workload/files").asInt()).isEqualTo(156);
            assertThat(Files.readString(log)).contains("was cut for");
            assertThat(keeper("status")).contains("held");
            var stopped = fleet.volta("stop-all", "-q");
            assertThat(stopped.code()).as(stopped.err()).isZero();
            assertThat(keeper("status")).contains("tunnels: 0");
        } finally {
            keeper("stop");
            endServices();
        }
    }

    private static String keeper(String command, String... arguments) {
        var all = new ArrayList<>(
                List.of("keeper", command, "-f", folder.resolve("volta.yaml").toString()));
        all.addAll(Arrays.asList(arguments));
        return Ran.volta(all.toArray(String[]::new)).out();
    }

    /** An experiment in a process of its own. */
    private Process start(Path log, String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--mode=distributed", "--out", out.toString()));
        all.addAll(Arrays.asList(arguments));
        var line = TestFleet.interruptible(
                fleet.program("-Xmx256m", "volta.yaml", "run-experiment", all.toArray(String[]::new)));
        return new ProcessBuilder("bash", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private Ran run(String... arguments) {
        var all = new ArrayList<>(List.of("--mode=distributed", "-q", "--out", out.toString()));
        all.addAll(Arrays.asList(arguments));
        return fleet.volta("run-experiment", all.toArray(String[]::new));
    }

    private static void describe(String file, int nodes) throws IOException {
        var lines = new ArrayList<String>();
        for (var i = 1; i <= nodes; i++) {
            var own = folder.resolve("n" + i);
            lines.add(fleet.line(
                    "n" + i,
                    "127.0.0.1",
                    fleet.port(i),
                    "paths: {install: " + own.resolve("opt") + ", run: " + own.resolve("run") + ", log: "
                            + own.resolve("log") + "}"));
        }
        fleet.describe(file, lines);
    }

    private static void fill(Path tree, int files, int bytes, long seed) throws IOException {
        Files.createDirectories(tree);
        var random = new Random(seed);
        var content = new byte[bytes];
        for (var i = 0; i < files; i++) {
            random.nextBytes(content);
            Files.write(tree.resolve("file" + i), Arrays.copyOf(content, random.nextInt(bytes)));
        }
    }

    private static Path data(int node) {
        return folder.resolve("data" + node);
    }

    private static String at(int node) {
        return "n" + node + ":" + data(node);
    }

    private static List<String> workers() throws Exception {
        return Ran.bash(folder, "pgrep -f '[v]olta-worker[^ ]*jar " + folder + "'")
                .out()
                .lines()
                .toList();
    }

    private static void endServices() throws Exception {
        for (var node = 1; node <= 4; node++) {
            Ran.bash(
                    folder,
                    "for w in " + folder + "/n" + node + "/opt/*/services/*/watcher; do"
                            + " read -r pid rest <$w && kill $pid; done");
        }
        eventually(() -> workers().isEmpty()
                && Ran.bash(folder, "pgrep -f '[v]olta-controller[^ ]*jar " + folder + "'")
                        .out()
                        .isEmpty());
    }

    private Path theOnlyResult() throws IOException {
        return only(out);
    }

    private static Path only(Path results) throws IOException {
        try (var folders = Files.list(results)) {
            var all = folders.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private static JsonNode record(Path results) throws IOException {
        return new ObjectMapper().readTree(results.resolve("run.json").toFile());
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
